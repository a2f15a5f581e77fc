const framesPerConnection = 51.25;

/** 40,000 connections make 2,050,000 packets, 1.76 GB. */
export function defaultPackets(connections: number): number {
  return Math.round(connections * framesPerConnection);
}
