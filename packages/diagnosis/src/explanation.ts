import type { Finding } from '@fivewhys/evidence';

/** One place where an input could not be read as it should. */
export interface DamagePlace {
  readonly offsetBytes?: number;
  readonly line?: number;
  readonly frame?: number;
  readonly reason: string;
}

/** One input, as it was read. */
export interface InputReport {
  readonly path: string;
  readonly kind:
    | 'pcap'
    | 'pcapng'
    | 'tcpdump-text'
    | 'ngrep-text'
    | 'client-log'
    | 'proxy-log'
    | 'counters'
    | 'flag-counts'
    | 'worker-events'
    | 'usage-records';
  readonly compression: 'gzip' | 'zstd' | undefined;
  /** Lines of a text that is no capture. */
  readonly lines?: number;
  readonly frames: number;
  readonly tcpFrames: number;
  readonly connections: number;
  /** RST frames. */
  readonly resets: number;
  /** Where the capture was taken, if the capture tells. */
  readonly vantage: 'originator' | 'responder' | 'middle' | 'unknown';
  readonly firstInstant: string | undefined;
  /** From the first frame to the last, also of frames without TCP; NaN where the input has no times. */
  readonly durationMs: number;
  readonly damage: readonly DamagePlace[];
  /** Places of damage, kept in `damage` or not. */
  readonly damageCount: number;
  /** What the reader should know about this capture: doubled frames, one direction only, packets lost by the capturing program, snap length … */
  readonly notes: readonly string[];
}

/** One connection, for `--connections`. */
export interface ConnectionReport {
  readonly input: number;
  readonly stream: number;
  readonly originator: { readonly ip: string; readonly port: number | string };
  readonly responder: { readonly ip: string; readonly port: number | string };
  readonly originatorBasis: 'syn' | 'syn-ack' | 'guess';
  readonly frames: number;
  readonly resetFrames: readonly number[];
  readonly history: string;
  readonly ending: string;
  readonly firstInstant: string;
  readonly durationMs: number;
  /** Undefined, as the counts below, where the evidence holds no sequence numbers. */
  readonly originatorBytes: number | undefined;
  readonly responderBytes: number | undefined;
  readonly retransmissions: number | undefined;
  readonly outOfOrder: number | undefined;
  readonly zeroWindows: number | undefined;
  readonly keepAlives: number | undefined;
  /** SYN to ACK of the handshake; undefined when it was not seen whole. */
  readonly handshakeMs: number | undefined;
  readonly closedFirstBy: 'originator' | 'responder' | undefined;
}

/** An input that could not be read at all. */
export interface UnreadableInput {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** What was asked for, where that is not everything. */
export interface Narrowing {
  readonly stream: number | undefined;
  /** The end that connections had to have, as it was written. */
  readonly end: string | undefined;
  readonly cause: string | undefined;
  /** Findings of other causes than this one. */
  readonly findingsLeftOut: number;
}

/** Everything that `explain` found out. The JSON form is a public contract: docs/findings-json.md. */
export interface Explanation {
  readonly version: 1;
  readonly inputs: readonly InputReport[];
  readonly unreadable: readonly UnreadableInput[];
  /** Only when asked for. */
  readonly connections: readonly ConnectionReport[] | undefined;
  readonly findings: readonly Finding[];
  /** Left out when nothing was left out. The numbers of `summary` but frames and RST frames are those of what was asked for. */
  readonly narrowedTo?: Narrowing;
  readonly summary: {
    readonly frames: number;
    readonly connections: number;
    /** RST frames. */
    readonly resets: number;
    /** Connections with a RST. */
    readonly resetConnections: number;
    /** Segments that were sent again, and the connections in which they were; without connections of which segments were captured twice. */
    readonly retransmissions: number;
    readonly retransmittingConnections: number;
    /** Connections by cause. */
    readonly byCause: Readonly<Record<string, number>>;
    /** Connections by ending. */
    readonly byEnding: Readonly<Record<string, number>>;
  };
}
