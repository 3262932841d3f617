import type { BusMetrics } from '@smartcontent/bus';
import type { Metrics } from './metrics.js';

/** The figures of the bus in the service's registry. A histogram's own count is the number of requests. */
export function busMetrics(metrics: Metrics): BusMetrics {
  const requests = metrics.durations('smartcontent_request_duration_seconds', 'Requests answered, by subject and code', [
    'subject',
    'code',
  ]);
  const events = metrics.durations('smartcontent_event_duration_seconds', 'Events delivered, by subject and outcome', [
    'subject',
    'outcome',
  ]);
  const published = metrics.counter('smartcontent_events_published_total', 'Outbox rows that the broker acknowledged');
  const circuits = metrics.gauge('smartcontent_request_circuit_open', '1 while a service that this one calls does not answer', ['service']);
  return {
    requestHandled: (subject, code, seconds) => requests.observe({ subject, code }, seconds),
    eventHandled: (subject, outcome, seconds) => events.observe({ subject, outcome }, seconds),
    eventsPublished: (count) => published.inc(count),
    circuitChanged: (service, isOpen) => circuits.set({ service }, isOpen ? 1 : 0),
  };
}
