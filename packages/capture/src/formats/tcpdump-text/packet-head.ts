import { readTimeStamp, TimeStamp } from './time-stamp.ts';

/** Marks that a paste may have in front of a line, one inside another: `> 3. 17:15:00.3 IP ...`. More are no paste of a capture. */
const mostMarks = 5;

/**
 * What a packet line can begin with behind its time: the protocols that tcpdump's printers name, a MAC address (`-e`), an interface
 * (`-i any`), or, before 4.0, the endpoints at once.
 */
const knownBody =
  /^(?:IP\d? |IP6?$|R?ARP, |r?arp |STP |LLDP|CDPv|LACP|EAPOL|MPLS |PPPoE |LLC|IPX|IS-IS|802\.|AARP|Loopback|DTPv|UDLD|VTPv|VRRP|NBF|ethertype |AF IPv[46] \(|ip6?: |\[\||(?:[0-9a-f]{1,2}:){5}[0-9a-f]{1,2}[ ,]|\S{1,24} +(?:In|Out|B|M|P|\?) +\S|(?:In|Out|B|M|P) +\S|\([^)]{1,200}\) IP6? |\S{3,200} > \S{3,200}: )/;

/** The same without a time in front (`-t`): prose begins in too many ways, so less will do. */
const knownBareBody =
  /^(?:IP6? (?:\((?:tos|flowlabel|class|hlim) |\S{3,200} > \S{3,200}: |bad-len |truncated-ip )|IP\d{1,2} \(invalid\)|ARP, (?:Request|Reply|Ethernet)|(?:[0-9a-f]{1,2}:){5}[0-9a-f]{1,2} (?:\([^)]{1,60}\) )?> |\S{1,24} +(?:In|Out|B|M|P) +(?:IP6? |ifindex )|(?:In|Out|B|M|P) +(?:[0-9a-f:]{11,17} )?ethertype |AF IPv[46] \(|ip6?: |(?:MPLS|PPPoE) .{0,80} IP6? |MPLS \(label |\S{3,200} > \S{3,200}: Flags \[)/;

/** The front of a line: its time, if it has one, and where the packet begins. One is reused for all lines. */
export class PacketHead {
  readonly stamp = new TimeStamp();
  hasStamp = false;
  /** Indented as tcpdump indents what continues the packet above: by a tab, or at least two spaces. */
  isIndented = false;
  /** How far. */
  indent = 0;
  bodyAt = 0;
}

/** Finds the time and the body of a line, behind list numbers, quote marks and what log collectors put in front. */
export function readPacketHead(line: string, out: PacketHead): void {
  let at = skipBlanks(line, 0);
  noteIndent(line, 0, at, out);
  for (let marks = 0; marks <= mostMarks; marks += 1) {
    const end = readTimeStamp(line, at, out.stamp);
    if (end >= 0 && (end === line.length || isBlank(line.charCodeAt(end)))) {
      out.hasStamp = true;
      out.bodyAt = skipBlanks(line, end);
      return;
    }
    const behind = skipMark(line, at);
    if (behind < 0) break;
    at = skipBlanks(line, behind);
    noteIndent(line, behind, at, out);
  }
  out.hasStamp = false;
  out.bodyAt = at;
  readInnerStamp(line, at, out);
}

/** A single space is no indent: tcpdump itself pads ` In` to the width of `Out`. */
function noteIndent(line: string, from: number, to: number, out: PacketHead): void {
  out.isIndented = to - from > 1 || line[from] === '\t';
  out.indent = out.isIndented ? to - from : 0;
}

/** Whether the head's line begins a packet. `established`: the text has shown packets with times of this form before. */
export function beginsPacket(line: string, head: PacketHead, established: boolean): boolean {
  if (head.hasStamp) {
    if (head.bodyAt >= line.length) return false;
    // 6 digits, or 9 with --nano: a log's line seldom has them, so whatever follows is a packet of a protocol not in the list.
    if (established && (head.stamp.fractionDigits === 6 || head.stamp.fractionDigits === 9)) return true;
    return knownBody.test(bodyStart(line, head.bodyAt));
  }
  return knownBareBody.test(bodyStart(line, head.bodyAt));
}

function bodyStart(line: string, at: number): string {
  return line.slice(at, at + 480);
}

/** `2023-09-01T12:00:00.123456789Z 17:15:00.320997 IP ...`: the time that counts stands right before the packet (docker logs, journald, kubectl logs). */
function readInnerStamp(line: string, from: number, out: PacketHead): void {
  const ip = line.indexOf(' IP', from);
  if (ip < 15 || !/^ IP6? /.test(line.slice(ip, ip + 5))) return;
  for (const length of stampLengths) {
    const at = ip - length;
    if (at < from || (at > 0 && !/[\s\]|]/.test(line[at - 1] as string))) continue;
    if (readTimeStamp(line, at, out.stamp) !== ip) continue;
    out.hasStamp = true;
    out.bodyAt = ip + 1;
    return;
  }
}

/** Characters of a date with 6 or 9 digits of a second, of a time of day, of seconds since 1970. */
const stampLengths = [26, 29, 15, 18, 17, 20];

/** @returns the offset behind a quote mark or a list number; -1 when there is none */
function skipMark(line: string, at: number): number {
  switch (line[at]) {
    case '>':
    case '|':
    case '`':
    case '"':
    case "'":
    case '*':
    case '+':
      return at + 1;
    case '-':
      return isBlank(line.charCodeAt(at + 1)) ? at + 1 : -1;
    case '#':
      return skipDigits(line, at + 1, at + 1);
    case '[': {
      const end = skipDigits(line, at + 1, at + 1);
      return end >= 0 && line[end] === ']' ? end + 1 : -1;
    }
    default: {
      const end = skipDigits(line, at, at);
      if (end < 0) return -1;
      const mark = line[end];
      if (mark === '.' || mark === ')' || mark === ':') return isBlank(line.charCodeAt(end + 1)) ? end + 1 : -1;
      return isBlank(line.charCodeAt(end)) ? end : -1;
    }
  }
}

/** One to seven digits; -1 when there are none or more. */
function skipDigits(line: string, at: number, start: number): number {
  let end = at;
  while (end - start < 8) {
    const digit = line.charCodeAt(end) - 48;
    if (!(digit >= 0 && digit <= 9)) break;
    end += 1;
  }
  return end === start || end - start > 7 ? -1 : end;
}

function skipBlanks(line: string, at: number): number {
  let end = at;
  while (isBlank(line.charCodeAt(end))) end += 1;
  return end;
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
