import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../src/terminal/display-text.ts';
import { renderTable } from '../../src/terminal/table.ts';

const columns = [
  { title: 'NAME', flexible: true },
  { title: 'N', align: 'right' },
  { title: 'TEXT', flexible: true },
] as const;

describe('renderTable', () => {
  it('lines up columns and leaves no blanks at the end', () => {
    expect(
      renderTable({
        columns,
        width: 80,
        rows: [
          ['jira', '12', 'Issues'],
          ['日本', '7', ''],
        ],
      }),
    ).toEqual(['NAME   N  TEXT', 'jira  12  Issues', '日本   7  ']);
  });

  it.each([200, 60, 30, 12, 5, 1])('never writes a line wider than %i columns', (width) => {
    const rows = [
      ['a-rather-long-server-name', '123', 'A description that goes on for longer than a narrow terminal is wide'],
    ];
    for (const line of renderTable({ columns, width, rows })) expect(displayWidth(line)).toBeLessThanOrEqual(width);
  });

  it('lets no cell break the table', () => {
    const lines = renderTable({ columns, width: 80, rows: [['a\nb\u001b[2J', '1', '\u202e']] });
    expect(lines).toHaveLength(2);
    expect(lines[1]).toBe('a b\\x1b[2J  1  \\u{202e}');
  });

  it('gives a look to what it has padded', () => {
    const lines = renderTable({ columns, width: 80, rows: [[{ text: 'x', paint: (text) => `<${text}>` }, '1', 'y']] });
    expect(lines[1]).toBe('<x   >  1  y');
  });
});
