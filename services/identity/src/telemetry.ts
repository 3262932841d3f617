import { Injectable } from '@nestjs/common';
import type { RequestContext, SessionEndReason } from '@smartcontent/contracts';
import { Log, Metrics } from '@smartcontent/service';

/** One function per thing that happens: its count and its line together. No e-mail address, password or key is ever logged. */
@Injectable()
export class IdentityTelemetry {
  constructor(
    private readonly log: Log,
    private readonly metrics: Metrics,
  ) {}

  signedUp(companyId: string, context: RequestContext): void {
    this.metrics.counter('identity_sign_ups_total', 'Companies that signed up').inc();
    this.log.about(context).info('company signed up', { company_id: companyId });
  }

  loggedIn(userId: string, context: RequestContext): void {
    this.countLogIn('accepted');
    this.log.about(context).info('logged in', { user_id: userId });
  }

  logInRefused(context: RequestContext): void {
    this.countLogIn('refused');
    this.log.about(context).info('log-in refused');
  }

  logInThrottled(context: RequestContext): void {
    this.countLogIn('throttled');
    this.log.about(context).info('log-in throttled');
  }

  sessionRefreshed(): void {
    this.metrics.counter('identity_refreshes_total', 'Refresh tokens that were exchanged').inc();
  }

  sessionsEnded(userId: string, reason: SessionEndReason, count: number): void {
    this.metrics
      .counter('identity_sessions_ended_total', 'Sessions that ended before their time, by reason', ['reason'])
      .inc({ reason }, count);
    const line = reason === 'reuse' ? 'a refresh token came twice: the session was ended' : 'sessions ended';
    this.log.info(line, { user_id: userId, reason, count });
  }

  sweepFailed(error: unknown): void {
    this.log.warn('expired sessions could not be swept', { error });
  }

  keyCreated(keyId: string, context: RequestContext): void {
    this.countKeys('created');
    this.log.about(context).info('API key created', { key_id: keyId });
  }

  keyRotated(keyId: string, context: RequestContext): void {
    this.countKeys('rotated');
    this.log.about(context).info('API key rotated', { key_id: keyId });
  }

  keyRevoked(keyId: string, context: RequestContext): void {
    this.countKeys('revoked');
    this.log.about(context).info('API key revoked', { key_id: keyId });
  }

  keyResolved(state: string): void {
    this.metrics.counter('identity_key_look_ups_total', 'API keys looked up by the gateway, by state', ['state']).inc({ state });
  }

  mailTried(kind: string, outcome: 'sent' | 'delayed' | 'given-up'): void {
    this.metrics
      .counter('identity_mails_total', 'Mails that were tried to be sent, by kind and outcome', ['kind', 'outcome'])
      .inc({ kind, outcome });
    if (outcome !== 'sent') this.log.warn('a mail was not taken', { kind, outcome });
  }

  mailsExpired(count: number): void {
    if (count > 0) this.log.warn('mails were not sent in time', { count });
  }

  mailClosed(): void {
    this.log.warn('SMTP_URL is missing: mail waits');
  }

  mailRoundFailed(error: unknown): void {
    this.log.warn('mails could not be looked after', { error });
  }

  erasureWaits(erasureId: string, service: string, error: unknown): void {
    this.log.warn('an erasure waits for a service', { erasure_id: erasureId, service, error });
  }

  erasureDone(erasureId: string, passes: number): void {
    this.metrics.counter('identity_erasures_total', 'Erasures that were carried out').inc();
    this.log.info('an erasure is done', { erasure_id: erasureId, passes });
  }

  erasureFailed(error: unknown): void {
    this.log.warn('erasures could not be looked after', { error });
  }

  private countLogIn(outcome: string): void {
    this.metrics.counter('identity_log_ins_total', 'Attempts to log in, by outcome', ['outcome']).inc({ outcome });
  }

  private countKeys(step: string): void {
    this.metrics.counter('identity_api_keys_total', 'API keys created, rotated and revoked', ['step']).inc({ step });
  }
}
