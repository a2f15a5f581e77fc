/** Where a conversation lies: its page, the same memory as doubles, and the word with which its row begins. */
export interface ConversationRow {
  words: Int32Array;
  doubles: Float64Array;
  row: number;
}
