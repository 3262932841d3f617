import { jetstream } from '@nats-io/jetstream';
import { headers as emptyHeaders, type NatsConnection } from '@nats-io/transport-node';
import { ContentDeleted, type OperatedService } from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';

/** A letter of an event that identity does not handle, and that the others handle without effect, since nobody has its content. */
export async function plantDeadLetter(nats: NatsConnection, service: OperatedService, companyId: string): Promise<number> {
  const attributes = {
    'ce-specversion': '1.0',
    'ce-id': newId(),
    'ce-source': `/smartcontent/${ContentDeleted.owner}`,
    'ce-type': ContentDeleted.subject,
    'ce-time': new Date().toISOString(),
    'ce-datacontenttype': 'application/json',
    'ce-companyid': companyId,
    'ce-aggregateid': newId(),
    'ce-aggregateversion': '1',
    'ce-correlationid': newId(),
    'ce-actor': `service:${ContentDeleted.owner}`,
    'sc-dead-cause': 'permanent',
    'sc-dead-error': '"planted"',
    'sc-dead-history': '[]',
  };
  const headers = emptyHeaders();
  for (const [name, value] of Object.entries(attributes)) headers.append(name, value);
  const data = JSON.stringify(ContentDeleted.example);
  const { seq } = await jetstream(nats).publish(`dlq.${service}.${ContentDeleted.subject}`, data, { headers, msgID: newId() });
  return seq;
}
