import { type Command, Option } from 'commander';
import { type AddCommand, toLimit, toSpan } from './command-line.ts';
import type { AlertsFlags, SilenceFlags } from './commands/operator/alerts.ts';
import type { ErrorsFlags } from './commands/operator/errors.ts';
import type { AuditFlags, PurgeFlags } from './commands/operator/gateway-operations.ts';
import type { GroupChangeFlags, GroupsFlags } from './commands/operator/groups.ts';
import type { ParkedFlags, ReplayFlags } from './commands/operator/parked.ts';
import type { ConfirmFlags, ReasonFlags } from './commands/operator/reason-flag.ts';
import type { StatusFlags } from './commands/operator/status.ts';
import type { CommandContext } from './context.ts';

type Changing = ReasonFlags & { readonly json?: true };

/** Adds the commands to a gateway that runs. */
export function addOperatorCommands(add: AddCommand, program: Command, context: CommandContext): void {
  const command: AddCommand = (parent, name, run) =>
    add(parent, name, run)
      .option('--data-dir <folder>', 'the data folder of the gateway (default: as serve finds it)')
      .option('--url <url>', 'a gateway elsewhere; its admin token is taken from $SEAWALL_ADMIN_TOKEN')
      .option('--json', 'print JSON')
      .enablePositionalOptions();
  addStatus(command, program, context);
  addErrors(command, program, context);
  addGroups(command, program, context);
  addAlerts(command, program, context);
  addServers(command, program, context);
  addCircuits(command, program, context);
  addParked(command, program, context);
  addOperations(command, program, context);
}

const REASON = ['--reason <text>', 'why; kept in the audit'] as const;

function addStatus(command: AddCommand, program: Command, context: CommandContext): void {
  command<StatusFlags>(program, 'status', async (flags) =>
    (await import('./commands/operator/status.ts')).status(context, flags),
  )
    .description('tell how the running gateway and its servers do')
    .option('--watch', 'go on telling, until it is interrupted');
}

function addErrors(command: AddCommand, program: Command, context: CommandContext): void {
  const errors = command<ErrorsFlags>(program, 'errors', async (flags) =>
    (await import('./commands/operator/errors.ts')).errors(context, flags),
  )
    .description('list the errors that were recorded, the newest last')
    .option('--server <names>', 'only of these servers, with commas between them')
    .option('--tool <name>', 'only of this tool, prompt or resource')
    .option('--kind <kinds>', 'only of these kinds, with commas between them')
    .option('--code <codes>', 'only with these codes, with commas between them')
    .option('--group <id>', 'only of this group')
    .option('--text <words>', 'only with all these words')
    .option('--since <time>', 'only of the last 30s, 15m, 2h or 7d', toSpan)
    .option('--limit <n>', 'how many at most (default: 20)', toLimit)
    .option('--follow', 'go on with those that come, until it is interrupted');
  command(errors, 'show', async (flags, [id = '']) =>
    (await import('./commands/operator/errors.ts')).showError(context, flags, id),
  )
    .description('tell all that is known of one error')
    .argument('<id>', 'its id');
}

function addGroups(command: AddCommand, program: Command, context: CommandContext): void {
  const groups = command<GroupsFlags>(program, 'groups', async (flags) =>
    (await import('./commands/operator/groups.ts')).groups(context, flags),
  )
    .description('list the causes of errors, those with the latest error first')
    .option('--server <names>', 'only of these servers, with commas between them')
    .option(
      '--state <states>',
      'new, ongoing, escalating, regressed, resolved, archived, or all (default: the first four)',
    )
    .option('--kind <kinds>', 'only of these kinds, with commas between them')
    .option('--text <words>', 'only with all these words')
    .option('--limit <n>', 'how many at most (default: 100)', toLimit);
  command(groups, 'show', async (flags, [id = '']) =>
    (await import('./commands/operator/groups.ts')).showGroup(context, flags, id),
  )
    .description('tell all that is known of one cause')
    .argument('<id>', 'its id');
  const change = (action: 'resolve' | 'archive' | 'reopen', description: string): Command =>
    command<GroupChangeFlags>(groups, action, async (flags, [id = '']) =>
      (await import('./commands/operator/groups.ts')).changeGroup(context, flags, { action, id }),
    )
      .description(description)
      .argument('<id>', 'its id')
      .option(...REASON);
  change('resolve', 'say that the cause is gone; an error that comes later makes it regressed');
  change('archive', 'put it away').option(
    '--until <when>',
    'escalating, forever, or so many more errors (default: escalating)',
  );
  change('reopen', 'take back that it was resolved or archived');
}

function addAlerts(command: AddCommand, program: Command, context: CommandContext): void {
  const alerts = command<AlertsFlags>(program, 'alerts', async (flags) =>
    (await import('./commands/operator/alerts.ts')).alerts(context, flags),
  )
    .description('list the alerts that fire or are about to')
    .option('--state <states>', 'pending, firing, resolved, or all (default: pending,firing)')
    .option('--server <name>', 'only of this server')
    .option('--rule <name>', 'only of this rule')
    .option('--limit <n>', 'how many at most (default: 100)', toLimit);
  command<Changing>(alerts, 'ack', async (flags, [id = '']) =>
    (await import('./commands/operator/alerts.ts')).acknowledge(context, flags, id),
  )
    .description('say that somebody looks after it: it is not repeated until it is over')
    .argument('<id>', 'its id')
    .option(...REASON);
  command<SilenceFlags>(alerts, 'silence', async (flags, matchers) =>
    (await import('./commands/operator/alerts.ts')).silence(context, flags, matchers),
  )
    .description('tell nobody of alerts that match, for a while')
    .argument('<matcher...>', 'label=value, label!=value, label=~pattern or label!~pattern; all have to match')
    .requiredOption('--for <time>', 'for 30s, 15m, 2h or 7d', toSpan)
    .requiredOption(...REASON);
  command(alerts, 'silences', async (flags) =>
    (await import('./commands/operator/alerts.ts')).silences(context, flags),
  ).description('list the silences that are in force or will be');
  command<Changing>(alerts, 'unsilence', async (flags, [id = '']) =>
    (await import('./commands/operator/alerts.ts')).endSilence(context, flags, id),
  )
    .description('end a silence now')
    .argument('<id>', 'its id')
    .option(...REASON);
}

function addServers(command: AddCommand, program: Command, context: CommandContext): void {
  const servers = program.command('servers').description('act on a server');
  const change = (action: 'restart' | 'pause' | 'resume', description: string): Command =>
    command<Changing>(servers, action, async (flags, [server = '']) =>
      (await import('./commands/operator/servers.ts')).changeServer(context, flags, { action, server }),
    )
      .description(description)
      .argument('<server>', 'the server as the configuration names it');
  change('restart', 'end its connection or process, and begin a new one').option(...REASON);
  change('pause', 'send it no more calls until it is resumed').requiredOption(...REASON);
  change('resume', 'end a pause').option(...REASON);
  command(servers, 'check', async (flags, [server = '']) =>
    (await import('./commands/operator/servers.ts')).checkServer(context, flags, server),
  )
    .description('ask it now whether it is there')
    .argument('<server>', 'the server as the configuration names it');
}

function addCircuits(command: AddCommand, program: Command, context: CommandContext): void {
  const circuits = program.command('circuits').description('act on the circuit of a server or a tool');
  const change = (action: 'reset' | 'open' | 'close' | 'isolate', description: string): Command =>
    command<Changing & { readonly tool?: string }>(circuits, action, async (flags, [server = '']) =>
      (await import('./commands/operator/servers.ts')).changeCircuit(context, flags, { action, server }),
    )
      .description(description)
      .argument('<server>', 'the server as the configuration names it')
      .option('--tool <name>', 'the circuit of this tool only');
  change('reset', 'close it and let it judge by itself from now on').option(...REASON);
  change('open', 'let no calls through until it is reset').requiredOption(...REASON);
  change('close', 'let all calls through, whatever fails, until it is reset').requiredOption(...REASON);
  change('isolate', 'take it out of use until it is reset').requiredOption(...REASON);
}

function addParked(command: AddCommand, program: Command, context: CommandContext): void {
  const parked = program.command('parked').description('look after writes that wait to be sent');
  command<ParkedFlags>(parked, 'list', async (flags) =>
    (await import('./commands/operator/parked.ts')).listParked(context, flags),
  )
    .description('list those that wait, and those whose fate is unknown')
    .option('--server <name>', 'only to this server')
    .option('--tool <name>', 'only to this tool')
    .option('--state <states>', 'parked, leased, sent, done, unknown, expired, discarded, or all')
    .option('--limit <n>', 'how many at most (default: 100)', toLimit);
  command(parked, 'show', async (flags, [id = '']) =>
    (await import('./commands/operator/parked.ts')).showParked(context, flags, id),
  )
    .description('tell all that is known of one')
    .argument('<id>', 'its ticket');
  command<ReplayFlags & { readonly json?: true }>(parked, 'replay', async (flags, [id = '']) =>
    (await import('./commands/operator/parked.ts')).replayParked(context, flags, id),
  )
    .description('send it again')
    .argument('<id>', 'its ticket')
    .option('--confirm-not-run', 'say that one whose fate is unknown surely did not run')
    .option(...REASON);
  command<Changing & ConfirmFlags>(parked, 'discard', async (flags, [id = '']) =>
    (await import('./commands/operator/parked.ts')).discardParked(context, flags, id),
  )
    .description('give it up: it is never sent')
    .argument('<id>', 'its ticket')
    .requiredOption(...REASON)
    .option('--yes', 'do it');
}

function addOperations(command: AddCommand, program: Command, context: CommandContext): void {
  command(program, 'dashboard', async (flags) =>
    (await import('./commands/operator/gateway-operations.ts')).dashboard(context, flags),
  ).description('print a link that opens the dashboard once');
  command(program, 'reload', async (flags) =>
    (await import('./commands/operator/gateway-operations.ts')).reload(context, flags),
  ).description('have the gateway read its configuration again');
  command<AuditFlags>(program, 'audit', async (flags) =>
    (await import('./commands/operator/gateway-operations.ts')).audit(context, flags),
  )
    .description('list what agents asked for and people did, newest first')
    .option('--actor <name>', 'only of this one')
    .option('--action <name>', 'only this action')
    .option('--server <name>', 'only about this server')
    .option('--since <time>', 'only of the last 30s, 15m, 2h or 7d', toSpan)
    .option('--limit <n>', 'how many at most (default: 100)', toLimit);
  command<PurgeFlags>(program, 'purge', async (flags) =>
    (await import('./commands/operator/gateway-operations.ts')).purge(context, flags),
  )
    .description('forget what the gateway keeps of calls and errors; the audit stays')
    .addOption(
      new Option('--what <what>', 'what is forgotten')
        .choices(['everything', 'calls', 'errors', 'payloads'])
        .makeOptionMandatory(),
    )
    .option('--server <name>', 'only what is kept of this server')
    .requiredOption(...REASON)
    .option('--yes', 'do it');
}
