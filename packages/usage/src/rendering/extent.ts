/** How many of a list are shown. */
export interface Extent {
  readonly accounts: number;
  readonly endpoints: number;
  readonly minutes: number;
  readonly damage: number;
}
