// AssemblyScript: see usual-segments.ts.

// Where everything lies in the memory.
export let input: usize = 0;
export let flight: usize = 0;
export let rare: usize = 0;
export let mayBeRead: usize = 0;
export let offsets: usize = 0;
export let capturedBytes: usize = 0;
export let frameNumbers: usize = 0;
export let interfaceIds: usize = 0;
export let firstLayers: usize = 0;
export let instants: usize = 0;

/** What the caller reads afterwards: TOLD_*. */
export let told: usize = 0;

/** Says where everything lies: the input, the records of the ring, the table of first bytes, the columns of the table of frames, and room for what is told. */
export function place(
  inputAt: usize,
  flightAt: usize,
  rareAt: usize,
  mayBeReadAt: usize,
  offsetsAt: usize,
  capturedBytesAt: usize,
  frameNumbersAt: usize,
  interfaceIdsAt: usize,
  firstLayersAt: usize,
  instantsAt: usize,
  toldAt: usize,
): void {
  input = inputAt;
  flight = flightAt;
  rare = rareAt;
  mayBeRead = mayBeReadAt;
  offsets = offsetsAt;
  capturedBytes = capturedBytesAt;
  frameNumbers = frameNumbersAt;
  interfaceIds = interfaceIdsAt;
  firstLayers = firstLayersAt;
  instants = instantsAt;
  told = toldAt;
}
