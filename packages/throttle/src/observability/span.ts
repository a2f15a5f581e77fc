/** What is needed of a span of OpenTelemetry. */
export interface SpanLike {
  isRecording(): boolean;
  setAttributes(attributes: Readonly<Record<string, string | number | boolean>>): unknown;
}
