/** Types of blocks (section 4, and the registry of section 11.1). */

export const sectionHeaderBlock = 0x0a0d0d0a;
export const interfaceDescriptionBlock = 1;
export const packetBlock = 2; // obsolete
export const simplePacketBlock = 3;
export const interfaceStatisticsBlock = 5;
export const enhancedPacketBlock = 6;
export const systemdJournalBlock = 9;
export const customBlock = 0x0bad;
export const customBlockNotCopied = 0x40000bad;
/** Those that are looked for behind damage. */
export const knownBlocks = new Set([1, 2, 3, 4, 5, 6, 9, 10, customBlock, customBlockNotCopied, sectionHeaderBlock]);

/** Wireshark's own bound; a longer block is taken for damage. */
export const mostBlockBytes = 16 * 1024 * 1024;
