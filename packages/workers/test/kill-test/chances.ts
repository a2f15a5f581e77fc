/** Numbers that look random and are the same for the same seed (the generator of Park and Miller). */
export function* chances(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 48_271) % 0x7fffffff;
    yield state / 0x7fffffff;
  }
}
