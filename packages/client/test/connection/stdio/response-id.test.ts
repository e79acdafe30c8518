import { describe, expect, it } from 'vitest';
import { findResponseId } from '../../../src/connection/stdio/response-id.ts';

function ends(text: string, size = 200) {
  const bytes = Buffer.from(text);
  return { head: bytes.subarray(0, size), tail: bytes.subarray(-size) };
}
const big = 'x'.repeat(5000);

describe('findResponseId', () => {
  it.each([
    ['before the result', `{"jsonrpc":"2.0","id":7,"result":{"text":"${big}"}}`, 7],
    ['a text before the result', `{"jsonrpc":"2.0","id":"a\\"b","result":{"text":"${big}"}}`, 'a"b'],
    ['after the result', `{"jsonrpc":"2.0","result":{"text":"${big}"},"id":8}`, 8],
    ['after the result and before the version', `{"result":{"text":"${big}"},"id":9,"jsonrpc":"2.0"}\r`, 9],
    ['with spaces everywhere', `  { "jsonrpc" : "2.0" , "result" : { "text" : "${big}" } , "id" : 10 }  `, 10],
    ['of an error', `{"jsonrpc":"2.0","id":11,"error":{"code":1,"message":"${big}"}}`, 11],
  ])('finds the id %s', (_, text, id) => {
    expect(findResponseId(ends(text))).toBe(id);
  });

  it.each([
    ['an id inside the result', `{"jsonrpc":"2.0","result":{"text":"${big}","x":{"id":5}}}`],
    ['an id inside a text', `{"jsonrpc":"2.0","result":{"text":"${big}\\"id\\":5}"}}`],
    ['a request', `{"jsonrpc":"2.0","id":3,"method":"sampling/createMessage","params":{"x":"${big}"}}`],
    ['a notification', `{"jsonrpc":"2.0","method":"notifications/message","params":{"id":1,"x":"${big}"}}`],
    ['a null id', `{"jsonrpc":"2.0","id":null,"result":{"x":"${big}"}}`],
    ['noise', big],
    ['a cut beginning', `{"jsonrpc":"2.0","id":`],
  ])('finds none in %s', (_, text) => {
    expect(findResponseId(ends(text))).toBeUndefined();
  });
});
