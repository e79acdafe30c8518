/** What has to hold in every simulated world. */
export const INVARIANTS = {
  I1: 'A write is carried out once at most, an idempotent one again only for so long, and what a caller is told of it is true.',
  I2: 'Every call settles exactly once, by its deadline, and at once while its circuit refuses calls.',
  I3: 'No call gets past an open circuit, no write past a half-open one, and each circuit has one probe at most.',
  I4: 'Only what happened since its last change moves a circuit.',
  I5: 'What says nothing about a server or a tool moves no circuit.',
  I6: 'Repetitions and second attempts stay within the budget of their server, and it is not called spent before it is.',
  I7: 'No more attempts are under way than may be, and what was taken is given back: places, timers, listeners.',
  I8: 'When nothing is wrong any more, every server and every tool works again, and in time.',
  I9: 'No secret stands in an error, an event or a log record.',
  I10: 'An answer belongs to the question and to whom asked it, and an old one is marked.',
  I11: 'A parked write is sent once, and what was promised of it survives the end of the process at any point.',
  I12: 'What is counted is what happened.',
} as const;

/** The name of an invariant. */
export type InvariantId = keyof typeof INVARIANTS;
