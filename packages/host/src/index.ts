export { HostReader, type HostReading } from './host-reader.ts';
export { readHostText } from './read-host-text.ts';
export { type RecognizedFormat, recognizeCounters } from './recognize-counters.ts';
