export {
  activeTraceparent,
  beginSpan,
  inSpan,
  isTracing,
  type LongSpan,
  type OpenSpan,
  type SpanAttributes,
  type SpanInfo,
  together,
} from './spans.js';
export { SAMPLERS, startTracing, type Tracing, type TracingOptions } from './start-tracing.js';
export { continueTrace } from './traceparent.js';
