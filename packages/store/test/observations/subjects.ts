import { PGlite } from '@electric-sql/pglite';
import { type Clock, type ObservationStore, silentLogger, systemClock } from '@seawall/core/base';
import { createMemoryObservationStore } from '@seawall/telemetry';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import { openObservationStore } from '../../src/index.ts';
import { DurableObservationStore, type ObservationBackend } from '../../src/observations/durable-observation-store.ts';
import { OBSERVATION_STORE_LIMITS } from '../../src/observations/open-observation-store.ts';
import { POSTGRES } from '../../worker/observations/dialects.mjs';
import { ObservationDatabase } from '../../worker/observations/observation-database.mjs';
import { createTempFolder } from '../temp-folder.ts';

/** A store that is closed and gone after the test. */
export interface Subject extends AsyncDisposable {
  readonly store: ObservationStore;
}

/** The stores for which the port has to hold. */
export const SUBJECTS: Readonly<Record<string, (clock?: Clock) => Promise<Subject>>> = {
  'in memory': async (clock) => {
    const store = createMemoryObservationStore(clock === undefined ? {} : { clock });
    return { store, [Symbol.asyncDispose]: () => store.close() };
  },
  'in a file': async (clock) => {
    const folder = createTempFolder();
    const store = await openObservationStore({ file: folder.file('observations.db'), ...(clock && { clock }) });
    return {
      store,
      [Symbol.asyncDispose]: async () => {
        await store.close();
        folder[Symbol.dispose]();
      },
    };
  },
  'in PostgreSQL': async (clock = systemClock) => {
    postgres ??= PGlite.create();
    const server = await postgres;
    await server.exec('drop schema public cascade; create schema public');
    const kysely = new Kysely<Record<string, Record<string, unknown>>>({
      dialect: {
        createAdapter: () => new PostgresAdapter(),
        createDriver: () => new PgliteDriver(server),
        createIntrospector: (database) => new PostgresIntrospector(database),
        createQueryCompiler: () => new PostgresQueryCompiler(),
      },
    });
    const database = new ObservationDatabase(kysely, POSTGRES);
    await database.prepare(clock.now());
    const store = new DurableObservationStore({
      backend: inOrder(database),
      name: { file: 'postgres', subject: 'store of observations' },
      logger: silentLogger,
      clock,
      countUnreadable: () => 0,
      ...OBSERVATION_STORE_LIMITS,
    });
    return { store, [Symbol.asyncDispose]: () => store.close() };
  },
};

/** Ends what the subjects share. */
export async function closeSubjects(): Promise<void> {
  const server = await postgres;
  // Files share this module.
  postgres = undefined;
  await server?.close();
}

/** Started by the first that needs it: that takes seconds. */
let postgres: Promise<PGlite> | undefined;

/** One operation after the other, as a thread does them. */
function inOrder(database: ObservationDatabase): ObservationBackend {
  let last: Promise<unknown> = Promise.resolve();
  return {
    ask: (operation) => {
      // PostgreSQL gives space back by itself.
      const next = last.then(() => (operation.kind === 'reclaim' ? false : database.perform(operation)));
      last = next.catch(() => undefined);
      return next;
    },
    close: async () => {
      await last;
    },
    abandon: () => undefined,
  };
}

/** One connection of PostgreSQL in this process, for kysely. */
class PgliteDriver implements Driver {
  readonly #connection: DatabaseConnection;

  constructor(postgres: PGlite) {
    this.#connection = {
      executeQuery: async ({ sql, parameters }) => {
        const { rows, affectedRows } = await postgres.query<never>(sql, [...parameters]);
        return { rows, numAffectedRows: BigInt(affectedRows ?? 0) };
      },
      streamQuery: () => {
        throw new Error('Nothing here is read in a stream.');
      },
    };
  }

  async init(): Promise<void> {
    await Promise.resolve();
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }

  async releaseConnection(): Promise<void> {
    await Promise.resolve();
  }

  beginTransaction(): Promise<void> {
    return this.#run('begin');
  }

  commitTransaction(): Promise<void> {
    return this.#run('commit');
  }

  rollbackTransaction(): Promise<void> {
    return this.#run('rollback');
  }

  async destroy(): Promise<void> {
    await Promise.resolve();
  }

  async #run(sql: string): Promise<void> {
    await this.#connection.executeQuery(CompiledQuery.raw(sql));
  }
}
