/** A value without a reading, made at run time so that no scanner takes a test for a leak; another for each seed. */
export function fakeSecret(seed: number, length = 24, alphabet = 'K7mQ2xR9vT4nB8wZ3pL6dF5hJcGsYa'): string {
  let state = (seed + 1) * 2_654_435_761;
  let secret = '';
  for (let index = 0; index < length; index += 1) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    secret += alphabet.charAt(state % alphabet.length);
  }
  return secret;
}
