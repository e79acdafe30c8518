/** A record while it is made: field by field, where copies of objects would take longer than all the rest. */
export type Writable<Record> = { -readonly [Field in keyof Record]: Record[Field] };
