// Written by `pnpm generate` from docs/reference/openapi.json.
import type { Call, Download, Ingest, List, Stream } from '../calls.js';

/** One method for each operation, by entity and verb. */
export interface Methods {
  readonly account: {
    /** Who the credential belongs to. GET /v1/me */
    readonly get: Call<'identity.account.get'>;
  };
  readonly activity: {
    /** What was done with contents and posts, counted per day of a time zone and type; days without anything are left out. GET /v1/analytics/activity */
    readonly count: Call<'analytics.activity.count'>;
  };
  readonly apiKey: {
    /** Make a further API key of a client; it is shown once. POST /v1/clients/{client_id}/keys */
    readonly add: Call<'identity.api-key.add'>;
    /** Make a client with a scoped API key; the key is shown once. POST /v1/api-keys */
    readonly create: Call<'identity.api-key.create'>;
    /** List API keys. GET /v1/api-keys */
    readonly list: List<'identity.api-key.list'>;
    /** Revoke an API key at once. DELETE /v1/api-keys/{key_id} */
    readonly revoke: Call<'identity.api-key.revoke'>;
    /** Replace an API key by a new one, which is shown once; the old one works on for a while. POST /v1/api-keys/{key_id}/rotate */
    readonly rotate: Call<'identity.api-key.rotate'>;
  };
  readonly audit: {
    /** The audit log as NDJSON, newest first; that it was exported is written down before the first line leaves. GET /v1/audit/export */
    readonly export: Download<'identity.audit.export'>;
    /** Who did what in the company, newest first. GET /v1/audit */
    readonly list: List<'identity.audit.list'>;
  };
  readonly booking: {
    /** Book what a campaign cost, or a refund of it; nothing above what is left. An id of your own makes a repeat harmless, in any order. POST /v1/campaigns/{campaign_id}/bookings */
    readonly create: Call<'campaigns.booking.create'>;
    /** What was booked on a campaign, newest first. GET /v1/campaigns/{campaign_id}/bookings */
    readonly list: List<'campaigns.booking.list'>;
  };
  readonly brandTerm: {
    /** Add a term to the company’s brand vocabulary; the case of its letters makes no other term. POST /v1/vocabulary */
    readonly add: Call<'identity.brand-term.add'>;
    /** List the brand vocabulary in the order of its terms. GET /v1/vocabulary */
    readonly list: List<'identity.brand-term.list'>;
    /** Take a term out of the brand vocabulary. DELETE /v1/vocabulary/{term_id} */
    readonly remove: Call<'identity.brand-term.remove'>;
    /** Change a term; a field that is given replaces what was kept. PATCH /v1/vocabulary/{term_id} */
    readonly update: Call<'identity.brand-term.update'>;
  };
  readonly budget: {
    /** Take a budget away: it bounds nothing any more. Set again it goes on with what was spent of it. DELETE /v1/budgets/{budget_id} */
    readonly delete: Call<'generation.budget.delete'>;
    /** List budgets with what is spent, reserved and left of them. GET /v1/budgets */
    readonly list: List<'generation.budget.list'>;
    /** Set a hard budget: nothing is generated that could overdraw it. Of each campaign, of all together, and period there is one. PUT /v1/budgets */
    readonly set: Call<'generation.budget.set'>;
  };
  readonly calendarEvent: {
    /** Put something into the calendar of a strategy. POST /api/content-planning/calendar-events */
    readonly create: Call<'campaigns.calendar-event.create'>;
    /** Take an event out of the calendar. DELETE /api/content-planning/calendar-events/{event_id} */
    readonly delete: Call<'campaigns.calendar-event.delete'>;
    /** One calendar event. GET /api/content-planning/calendar-events/{event_id} */
    readonly get: Call<'campaigns.calendar-event.get'>;
    /** Calendar events by their date, the earliest first unless told. GET /api/content-planning/calendar-events */
    readonly list: List<'campaigns.calendar-event.list'>;
    /** Change what is given of a calendar event; the rest stays. PUT /api/content-planning/calendar-events/{event_id} */
    readonly update: Call<'campaigns.calendar-event.update'>;
  };
  readonly calendarEventAnalytics: {
    /** What the content of an event brought, per platform; an empty list where it has none, or nothing was measured yet. GET /api/content-planning/calendar-events/{event_id}/analytics */
    readonly get: Call<'campaigns.calendar-event-analytics.get'>;
  };
  readonly campaign: {
    /** Give a campaign up; posts of it that have not left are cancelled. POST /v1/campaigns/{campaign_id}/cancel */
    readonly cancel: Call<'campaigns.campaign.cancel'>;
    /** Complete a campaign; posts of it that have not left are cancelled. POST /v1/campaigns/{campaign_id}/complete */
    readonly complete: Call<'campaigns.campaign.complete'>;
    /** Plan a campaign; it is a draft until it is started. POST /v1/campaigns */
    readonly create: Call<'campaigns.campaign.create'>;
    /** Delete a campaign that is a draft and has no bookings; others are cancelled. DELETE /v1/campaigns/{campaign_id} */
    readonly delete: Call<'campaigns.campaign.delete'>;
    /** One campaign. GET /v1/campaigns/{campaign_id} */
    readonly get: Call<'campaigns.campaign.get'>;
    /** List campaigns; newest first unless told. GET /v1/campaigns */
    readonly list: List<'campaigns.campaign.list'>;
    /** Pause a campaign: what has not left does not leave, and the answer says how much that is. POST /v1/campaigns/{campaign_id}/pause */
    readonly pause: Call<'campaigns.campaign.pause'>;
    /** What came of a campaign: its contents and posts, what it cost, and what readers did, some seconds behind. GET /v1/campaigns/{campaign_id}/report */
    readonly report: Call<'campaigns.campaign.report'>;
    /** Resume a paused campaign: its posts wait for their instants again. POST /v1/campaigns/{campaign_id}/resume */
    readonly resume: Call<'campaigns.campaign.resume'>;
    /** Start a campaign: its posts, which waited for that, leave at their instants. POST /v1/campaigns/{campaign_id}/start */
    readonly start: Call<'campaigns.campaign.start'>;
    /** Change what a campaign says of itself; one that has ended stays as it is. PATCH /v1/campaigns/{campaign_id} */
    readonly update: Call<'campaigns.campaign.update'>;
  };
  readonly client: {
    /** Delete an API client; its keys are revoked at once. DELETE /v1/clients/{client_id} */
    readonly delete: Call<'identity.client.delete'>;
    /** One API client. GET /v1/clients/{client_id} */
    readonly get: Call<'identity.client.get'>;
    /** List API clients, newest first. GET /v1/clients */
    readonly list: List<'identity.client.list'>;
    /** Rename an API client, or tell whom to write to about it. PATCH /v1/clients/{client_id} */
    readonly update: Call<'identity.client.update'>;
  };
  readonly company: {
    /** Erase the company, everybody in it and everything of it; all log-ins and keys end with the answer, and nothing brings them back. POST /v1/company/erasure */
    readonly erase: Call<'identity.company.erase'>;
    /** Show the company. GET /v1/company */
    readonly get: Call<'identity.company.get'>;
    /** Make a company and its admin. POST /v1/signup */
    readonly signUp: Call<'identity.company.sign-up'>;
    /** Change the company; a field that is given replaces what was kept. PATCH /v1/company */
    readonly update: Call<'identity.company.update'>;
  };
  readonly contact: {
    /** Show one’s own contact details. GET /v1/me/contact */
    readonly get: Call<'identity.contact.get'>;
    /** Show a user’s contact details; that they were looked at is written into the audit log. GET /v1/users/{user_id}/contact */
    readonly getOfUser: Call<'identity.contact.get-of-user'>;
    /** Change one’s own contact details, which are kept encrypted; null takes one away. PATCH /v1/me/contact */
    readonly update: Call<'identity.contact.update'>;
  };
  readonly content: {
    /** Put a content away; its pending posts are cancelled. POST /v1/content/{content_id}/archive */
    readonly archive: Call<'content.content.archive'>;
    /** Create a content and its first version. POST /v1/content */
    readonly create: Call<'content.content.create'>;
    /** Delete a content with its versions; its pending posts are cancelled. DELETE /v1/content/{content_id} */
    readonly delete: Call<'content.content.delete'>;
    /** One content with its text. GET /v1/content/{content_id} */
    readonly get: Call<'content.content.get'>;
    /** Contents without their texts; newest first unless told. GET /v1/content */
    readonly list: List<'content.content.list'>;
    /** Reject a content in review. POST /v1/content/{content_id}/reject */
    readonly reject: Call<'content.content.reject'>;
    /** Send a content in review back to its author. POST /v1/content/{content_id}/request-changes */
    readonly requestChanges: Call<'content.content.request-changes'>;
    /** Contents whose title or text match, best first. GET /v1/content/search */
    readonly search: Call<'content.content.search'>;
    /** Hand a draft in for review. POST /v1/content/{content_id}/submit */
    readonly submit: Call<'content.content.submit'>;
    /** Contents with the most events. GET /v1/analytics/top-content */
    readonly top: Call<'analytics.content.top'>;
    /** Change a content; a changed text makes a new version. PATCH /v1/content/{content_id} */
    readonly update: Call<'content.content.update'>;
  };
  readonly contentActivity: {
    /** The timeline of a content and of its posts, newest first. GET /v1/content/{content_id}/activity */
    readonly list: List<'analytics.content-activity.list'>;
  };
  readonly contentIndex: {
    /** Contents whose vectors are nearest to a text, without regard to its words. POST /v1/embeddings/similar */
    readonly match: Call<'embeddings.content.match'>;
    /** More like this: contents that resemble one that is indexed. GET /v1/embeddings/documents/{content_id}/similar */
    readonly resemble: Call<'embeddings.content.resemble'>;
    /** Contents found by their words and by their meaning together, with what was found in them. POST /v1/embeddings/search */
    readonly search: Call<'embeddings.content.search'>;
  };
  readonly document: {
    /** Take a text that was put here out of the index. DELETE /v1/embeddings/documents/{content_id} */
    readonly delete: Call<'embeddings.document.delete'>;
    /** Where the index stands with one content or text, and why it is not found where it is not. GET /v1/embeddings/documents/{content_id} */
    readonly get: Call<'embeddings.document.get'>;
    /** Where the index stands with contents and texts, by id. GET /v1/embeddings/documents */
    readonly list: List<'embeddings.document.list'>;
    /** Put a text from elsewhere into the index, or another one in its place; it is found once its state is indexed. PUT /v1/embeddings/documents/{content_id} */
    readonly put: Call<'embeddings.document.put'>;
  };
  readonly duplicate: {
    /** Contents that say nearly the same as a text, or as another content. POST /v1/embeddings/duplicates */
    readonly check: Call<'embeddings.duplicate.check'>;
  };
  readonly emailChange: {
    /** Take the address that the token of the mail was sent to for one’s own; the former one is told, sessions stay. POST /v1/email-changes/confirm */
    readonly confirm: Call<'identity.email-change.confirm'>;
    /** Have a mail sent to another address, with which it becomes one’s own; whether it has an account is not told. POST /v1/me/email */
    readonly request: Call<'identity.email-change.request'>;
  };
  readonly emailVerification: {
    /** Verify an e-mail address by the token of the mail that was sent there. POST /v1/email-verifications */
    readonly confirm: Call<'identity.email-verification.confirm'>;
    /** Send the mail that proves one’s e-mail address once more. POST /v1/me/email-verification */
    readonly send: Call<'identity.email-verification.send'>;
  };
  readonly embedderSettings: {
    /** By what the texts of the company are embedded, and how far a change of that has come. GET /v1/embeddings/settings */
    readonly get: Call<'embeddings.settings.get'>;
    /** Embed the texts of the company by another model: all are embedded anew, and are found by the former one until they are. PUT /v1/embeddings/settings */
    readonly set: Call<'embeddings.settings.set'>;
  };
  readonly engagement: {
    /** Counts of the last hour of activity of a content, as they come in. GET /v1/content/{content_id}/engagement */
    readonly live: Call<'analytics.engagement.live'>;
  };
  readonly event: {
    /** One stored event by its id. GET /v1/events/{event_id} */
    readonly get: Call<'analytics.event.get'>;
  };
  readonly events: {
    /** Most frequent values of one property of the events, as many as fit into 512 KiB. GET /v1/analytics/breakdown */
    readonly breakDown: Call<'analytics.events.break-down'>;
    /** Take in one event, a JSON array or NDJSON; 202 once they are durable, bad ones are refused one by one. POST /v1/events */
    readonly ingest: Ingest<'gateway.events.ingest'>;
  };
  readonly generation: {
    /** Server-sent events: how a run goes, from its beginning to its end; resumable with Last-Event-ID for an hour; 204 to a reader that knows the end. GET /v1/generations/{generation_id}/events */
    readonly stream: Stream<'gateway.generation.stream'>;
  };
  readonly ingest: {
    /** What became of every event received, per hour: accepted = stored + duplicate + dead + in flight. GET /v1/analytics/ingest */
    readonly account: Call<'analytics.ingest.account'>;
  };
  readonly invitation: {
    /** Become a user of the company that sent the invitation; then log in. POST /v1/invitations/accept */
    readonly accept: Call<'identity.invitation.accept'>;
    /** Invite somebody into the company by mail; it counts for seven days. POST /v1/invitations */
    readonly create: Call<'identity.invitation.create'>;
    /** List invitations, newest first. GET /v1/invitations */
    readonly list: List<'identity.invitation.list'>;
    /** Revoke an invitation that was not accepted. DELETE /v1/invitations/{invitation_id} */
    readonly revoke: Call<'identity.invitation.revoke'>;
  };
  readonly mlModel: {
    /** Forget a registered model. DELETE /v1/ml-models/{model_id} */
    readonly delete: Call<'generation.ml-model.delete'>;
    /** Show a registered model. GET /v1/ml-models/{model_id} */
    readonly get: Call<'generation.ml-model.get'>;
    /** List the registered models; newest first unless told. GET /v1/ml-models */
    readonly list: List<'generation.ml-model.list'>;
    /** Register a version of a model; one that is active takes the place of the active one of its type. POST /v1/ml-models */
    readonly register: Call<'generation.ml-model.register'>;
    /** Change what is known of a model, or make it the active one of its type; a field that is given replaces what was kept. PATCH /v1/ml-models/{model_id} */
    readonly update: Call<'generation.ml-model.update'>;
  };
  readonly modelPrice: {
    /** Show a version of a price, also one that does not hold any more. GET /v1/model-prices/{price_version} */
    readonly get: Call<'generation.model-price.get'>;
    /** List what models cost the company at present, by model; what is not there has no known price. GET /v1/model-prices */
    readonly list: List<'generation.model-price.list'>;
    /** Name what a model costs the company, in place of everybody’s price; a new version each time. POST /v1/model-prices */
    readonly set: Call<'generation.model-price.set'>;
  };
  readonly notifications: {
    /** Server-sent events: notifications of the user, resumable with Last-Event-ID. GET /v1/notifications/stream */
    readonly stream: Stream<'gateway.notifications.stream'>;
  };
  readonly operator: {
    readonly analytics: {
      readonly audit: {
        /** Walk the chains of the audit log of analytics and name every row that was changed, removed or reordered, a piece at a time. GET /v1/operator/analytics/audit/verification */
        readonly verify: List<'analytics.audit.verify'>;
      };
      readonly ddlLog: {
        /** Who changed the tables of analytics, when and in which words, newest first. GET /v1/operator/analytics/ddl-log */
        readonly list: List<'analytics.ddl-log.list'>;
      };
      readonly deadLetter: {
        /** Take a dead letter away without handling it. DELETE /v1/operator/analytics/dead-letters/{sequence} */
        readonly drop: Call<'analytics.dead-letter.drop'>;
        /** Show a dead letter with its history, headers and data. GET /v1/operator/analytics/dead-letters/{sequence} */
        readonly get: Call<'analytics.dead-letter.get'>;
        /** List what analytics gave up, oldest first; a page of a filtered list may hold fewer than it could. GET /v1/operator/analytics/dead-letters */
        readonly list: List<'analytics.dead-letter.list'>;
        /** Give the event to its handler again, and take the letter away where that succeeds. POST /v1/operator/analytics/dead-letters/{sequence}/replay */
        readonly replay: Call<'analytics.dead-letter.replay'>;
      };
      readonly event: {
        /** Publish events of analytics again with their own ids, for a broker that lost them; consumers that know them do nothing. POST /v1/operator/analytics/events/replay */
        readonly replay: Call<'analytics.event.replay'>;
      };
      readonly projection: {
        /** Empty a projection of analytics and fill it from its streams again. POST /v1/operator/analytics/projections/{projection}/rebuild */
        readonly rebuild: Call<'analytics.projection.rebuild'>;
      };
      readonly secret: {
        /** Wrap the data keys of what analytics has sealed with its present master key, a piece at a time. POST /v1/operator/analytics/secrets/rotate */
        readonly rotate: Call<'analytics.secret.rotate'>;
      };
    };
    readonly campaigns: {
      readonly audit: {
        /** Walk the chains of the audit log of campaigns and name every row that was changed, removed or reordered, a piece at a time. GET /v1/operator/campaigns/audit/verification */
        readonly verify: List<'campaigns.audit.verify'>;
      };
      readonly ddlLog: {
        /** Who changed the tables of campaigns, when and in which words, newest first. GET /v1/operator/campaigns/ddl-log */
        readonly list: List<'campaigns.ddl-log.list'>;
      };
      readonly deadLetter: {
        /** Take a dead letter away without handling it. DELETE /v1/operator/campaigns/dead-letters/{sequence} */
        readonly drop: Call<'campaigns.dead-letter.drop'>;
        /** Show a dead letter with its history, headers and data. GET /v1/operator/campaigns/dead-letters/{sequence} */
        readonly get: Call<'campaigns.dead-letter.get'>;
        /** List what campaigns gave up, oldest first; a page of a filtered list may hold fewer than it could. GET /v1/operator/campaigns/dead-letters */
        readonly list: List<'campaigns.dead-letter.list'>;
        /** Give the event to its handler again, and take the letter away where that succeeds. POST /v1/operator/campaigns/dead-letters/{sequence}/replay */
        readonly replay: Call<'campaigns.dead-letter.replay'>;
      };
      readonly event: {
        /** Publish events of campaigns again with their own ids, for a broker that lost them; consumers that know them do nothing. POST /v1/operator/campaigns/events/replay */
        readonly replay: Call<'campaigns.event.replay'>;
      };
      readonly projection: {
        /** Empty a projection of campaigns and fill it from its streams again. POST /v1/operator/campaigns/projections/{projection}/rebuild */
        readonly rebuild: Call<'campaigns.projection.rebuild'>;
      };
      readonly secret: {
        /** Wrap the data keys of what campaigns has sealed with its present master key, a piece at a time. POST /v1/operator/campaigns/secrets/rotate */
        readonly rotate: Call<'campaigns.secret.rotate'>;
      };
    };
    readonly content: {
      readonly audit: {
        /** Walk the chains of the audit log of content and name every row that was changed, removed or reordered, a piece at a time. GET /v1/operator/content/audit/verification */
        readonly verify: List<'content.audit.verify'>;
      };
      readonly ddlLog: {
        /** Who changed the tables of content, when and in which words, newest first. GET /v1/operator/content/ddl-log */
        readonly list: List<'content.ddl-log.list'>;
      };
      readonly deadLetter: {
        /** Take a dead letter away without handling it. DELETE /v1/operator/content/dead-letters/{sequence} */
        readonly drop: Call<'content.dead-letter.drop'>;
        /** Show a dead letter with its history, headers and data. GET /v1/operator/content/dead-letters/{sequence} */
        readonly get: Call<'content.dead-letter.get'>;
        /** List what content gave up, oldest first; a page of a filtered list may hold fewer than it could. GET /v1/operator/content/dead-letters */
        readonly list: List<'content.dead-letter.list'>;
        /** Give the event to its handler again, and take the letter away where that succeeds. POST /v1/operator/content/dead-letters/{sequence}/replay */
        readonly replay: Call<'content.dead-letter.replay'>;
      };
      readonly event: {
        /** Publish events of content again with their own ids, for a broker that lost them; consumers that know them do nothing. POST /v1/operator/content/events/replay */
        readonly replay: Call<'content.event.replay'>;
      };
      readonly projection: {
        /** Empty a projection of content and fill it from its streams again. POST /v1/operator/content/projections/{projection}/rebuild */
        readonly rebuild: Call<'content.projection.rebuild'>;
      };
      readonly secret: {
        /** Wrap the data keys of what content has sealed with its present master key, a piece at a time. POST /v1/operator/content/secrets/rotate */
        readonly rotate: Call<'content.secret.rotate'>;
      };
    };
    readonly embeddings: {
      readonly audit: {
        /** Walk the chains of the audit log of embeddings and name every row that was changed, removed or reordered, a piece at a time. GET /v1/operator/embeddings/audit/verification */
        readonly verify: List<'embeddings.audit.verify'>;
      };
      readonly ddlLog: {
        /** Who changed the tables of embeddings, when and in which words, newest first. GET /v1/operator/embeddings/ddl-log */
        readonly list: List<'embeddings.ddl-log.list'>;
      };
      readonly deadLetter: {
        /** Take a dead letter away without handling it. DELETE /v1/operator/embeddings/dead-letters/{sequence} */
        readonly drop: Call<'embeddings.dead-letter.drop'>;
        /** Show a dead letter with its history, headers and data. GET /v1/operator/embeddings/dead-letters/{sequence} */
        readonly get: Call<'embeddings.dead-letter.get'>;
        /** List what embeddings gave up, oldest first; a page of a filtered list may hold fewer than it could. GET /v1/operator/embeddings/dead-letters */
        readonly list: List<'embeddings.dead-letter.list'>;
        /** Give the event to its handler again, and take the letter away where that succeeds. POST /v1/operator/embeddings/dead-letters/{sequence}/replay */
        readonly replay: Call<'embeddings.dead-letter.replay'>;
      };
      readonly event: {
        /** Publish events of embeddings again with their own ids, for a broker that lost them; consumers that know them do nothing. POST /v1/operator/embeddings/events/replay */
        readonly replay: Call<'embeddings.event.replay'>;
      };
      readonly projection: {
        /** Empty a projection of embeddings and fill it from its streams again. POST /v1/operator/embeddings/projections/{projection}/rebuild */
        readonly rebuild: Call<'embeddings.projection.rebuild'>;
      };
      readonly secret: {
        /** Wrap the data keys of what embeddings has sealed with its present master key, a piece at a time. POST /v1/operator/embeddings/secrets/rotate */
        readonly rotate: Call<'embeddings.secret.rotate'>;
      };
    };
    readonly generation: {
      readonly audit: {
        /** Walk the chains of the audit log of generation and name every row that was changed, removed or reordered, a piece at a time. GET /v1/operator/generation/audit/verification */
        readonly verify: List<'generation.audit.verify'>;
      };
      readonly ddlLog: {
        /** Who changed the tables of generation, when and in which words, newest first. GET /v1/operator/generation/ddl-log */
        readonly list: List<'generation.ddl-log.list'>;
      };
      readonly deadLetter: {
        /** Take a dead letter away without handling it. DELETE /v1/operator/generation/dead-letters/{sequence} */
        readonly drop: Call<'generation.dead-letter.drop'>;
        /** Show a dead letter with its history, headers and data. GET /v1/operator/generation/dead-letters/{sequence} */
        readonly get: Call<'generation.dead-letter.get'>;
        /** List what generation gave up, oldest first; a page of a filtered list may hold fewer than it could. GET /v1/operator/generation/dead-letters */
        readonly list: List<'generation.dead-letter.list'>;
        /** Give the event to its handler again, and take the letter away where that succeeds. POST /v1/operator/generation/dead-letters/{sequence}/replay */
        readonly replay: Call<'generation.dead-letter.replay'>;
      };
      readonly event: {
        /** Publish events of generation again with their own ids, for a broker that lost them; consumers that know them do nothing. POST /v1/operator/generation/events/replay */
        readonly replay: Call<'generation.event.replay'>;
      };
      readonly platformPrice: {
        /** List every version of everybody’s prices, newest first. GET /v1/operator/generation/model-prices */
        readonly list: List<'generation.platform-price.list'>;
        /** Name what a model costs every company that has no price of its own; a new version each time. POST /v1/operator/generation/model-prices */
        readonly set: Call<'generation.platform-price.set'>;
      };
      readonly projection: {
        /** Empty a projection of generation and fill it from its streams again. POST /v1/operator/generation/projections/{projection}/rebuild */
        readonly rebuild: Call<'generation.projection.rebuild'>;
      };
      readonly secret: {
        /** Wrap the data keys of what generation has sealed with its present master key, a piece at a time. POST /v1/operator/generation/secrets/rotate */
        readonly rotate: Call<'generation.secret.rotate'>;
      };
    };
    readonly identity: {
      readonly audit: {
        /** Walk the chains of the audit log of identity and name every row that was changed, removed or reordered, a piece at a time. GET /v1/operator/identity/audit/verification */
        readonly verify: List<'identity.audit.verify'>;
      };
      readonly company: {
        /** Set the tier of a company, or limits of its own beside it; they hold at once. PATCH /v1/operator/identity/companies/{company_id} */
        readonly grant: Call<'identity.company.grant'>;
        /** List the companies of the platform, oldest first. GET /v1/operator/identity/companies */
        readonly list: List<'identity.company.list'>;
        /** Show a company of the platform. GET /v1/operator/identity/companies/{company_id} */
        readonly show: Call<'identity.company.show'>;
      };
      readonly ddlLog: {
        /** Who changed the tables of identity, when and in which words, newest first. GET /v1/operator/identity/ddl-log */
        readonly list: List<'identity.ddl-log.list'>;
      };
      readonly deadLetter: {
        /** Take a dead letter away without handling it. DELETE /v1/operator/identity/dead-letters/{sequence} */
        readonly drop: Call<'identity.dead-letter.drop'>;
        /** Show a dead letter with its history, headers and data. GET /v1/operator/identity/dead-letters/{sequence} */
        readonly get: Call<'identity.dead-letter.get'>;
        /** List what identity gave up, oldest first; a page of a filtered list may hold fewer than it could. GET /v1/operator/identity/dead-letters */
        readonly list: List<'identity.dead-letter.list'>;
        /** Give the event to its handler again, and take the letter away where that succeeds. POST /v1/operator/identity/dead-letters/{sequence}/replay */
        readonly replay: Call<'identity.dead-letter.replay'>;
      };
      readonly erasure: {
        /** Show an erasure with its report: what was erased and what is left, by service and place. GET /v1/operator/identity/erasures/{erasure_id} */
        readonly get: Call<'identity.erasure.get'>;
        /** List erasures, newest first. GET /v1/operator/identity/erasures */
        readonly list: List<'identity.erasure.list'>;
        /** Erase a company; asked again, it answers how far that is. POST /v1/operator/identity/erasures */
        readonly start: Call<'identity.erasure.start'>;
      };
      readonly event: {
        /** Publish events of identity again with their own ids, for a broker that lost them; consumers that know them do nothing. POST /v1/operator/identity/events/replay */
        readonly replay: Call<'identity.event.replay'>;
      };
      readonly projection: {
        /** Empty a projection of identity and fill it from its streams again. POST /v1/operator/identity/projections/{projection}/rebuild */
        readonly rebuild: Call<'identity.projection.rebuild'>;
      };
      readonly secret: {
        /** Wrap the data keys of what identity has sealed with its present master key, a piece at a time. POST /v1/operator/identity/secrets/rotate */
        readonly rotate: Call<'identity.secret.rotate'>;
      };
    };
    readonly scheduling: {
      readonly audit: {
        /** Walk the chains of the audit log of scheduling and name every row that was changed, removed or reordered, a piece at a time. GET /v1/operator/scheduling/audit/verification */
        readonly verify: List<'scheduling.audit.verify'>;
      };
      readonly ddlLog: {
        /** Who changed the tables of scheduling, when and in which words, newest first. GET /v1/operator/scheduling/ddl-log */
        readonly list: List<'scheduling.ddl-log.list'>;
      };
      readonly deadLetter: {
        /** Take a dead letter away without handling it. DELETE /v1/operator/scheduling/dead-letters/{sequence} */
        readonly drop: Call<'scheduling.dead-letter.drop'>;
        /** Show a dead letter with its history, headers and data. GET /v1/operator/scheduling/dead-letters/{sequence} */
        readonly get: Call<'scheduling.dead-letter.get'>;
        /** List what scheduling gave up, oldest first; a page of a filtered list may hold fewer than it could. GET /v1/operator/scheduling/dead-letters */
        readonly list: List<'scheduling.dead-letter.list'>;
        /** Give the event to its handler again, and take the letter away where that succeeds. POST /v1/operator/scheduling/dead-letters/{sequence}/replay */
        readonly replay: Call<'scheduling.dead-letter.replay'>;
      };
      readonly event: {
        /** Publish events of scheduling again with their own ids, for a broker that lost them; consumers that know them do nothing. POST /v1/operator/scheduling/events/replay */
        readonly replay: Call<'scheduling.event.replay'>;
      };
      readonly projection: {
        /** Empty a projection of scheduling and fill it from its streams again. POST /v1/operator/scheduling/projections/{projection}/rebuild */
        readonly rebuild: Call<'scheduling.projection.rebuild'>;
      };
      readonly secret: {
        /** Wrap the data keys of what scheduling has sealed with its present master key, a piece at a time. POST /v1/operator/scheduling/secrets/rotate */
        readonly rotate: Call<'scheduling.secret.rotate'>;
      };
    };
  };
  readonly output: {
    /** What a run wrote, as it was written. GET /v1/generations/{generation_id}/output */
    readonly get: Call<'generation.output.get'>;
  };
  readonly password: {
    /** Change the password of oneself and end all other sessions. POST /v1/me/password */
    readonly change: Call<'identity.password.change'>;
  };
  readonly passwordReset: {
    /** Set a new password by the token of the mail; every session of the user ends. POST /v1/password-resets/confirm */
    readonly confirm: Call<'identity.password-reset.confirm'>;
    /** Have a mail sent with which to set a new password; whether there is such an account is not told. POST /v1/password-resets */
    readonly request: Call<'identity.password-reset.request'>;
  };
  readonly performance: {
    /** What was counted of a content since the beginning, by platform; some seconds behind its events. GET /v1/content/{content_id}/performance */
    readonly get: Call<'analytics.performance.get'>;
  };
  readonly performanceHistory: {
    /** What had been counted of a content by each quarter of an hour that changed it, newest first. GET /v1/content/{content_id}/performance/history */
    readonly list: List<'analytics.performance-history.list'>;
  };
  readonly planningDatabaseHealth: {
    /** Whether planning’s database answers now, and the planning tables stand; 503 where not. GET /api/content-planning/database/health */
    readonly get: Call<'campaigns.planning-database-health.get'>;
  };
  readonly planningHealth: {
    /** Whether planning can do its work now: its stores were asked; 503 where it cannot. GET /api/content-planning/health */
    readonly get: Call<'campaigns.planning-health.get'>;
  };
  readonly platformAccount: {
    /** Connect a platform account; the signing secret is shown once. POST /v1/platform-accounts */
    readonly connect: Call<'scheduling.platform-account.connect'>;
    /** Disconnect a platform account; its pending posts are cancelled and its secret is forgotten. DELETE /v1/platform-accounts/{account_id} */
    readonly disconnect: Call<'scheduling.platform-account.disconnect'>;
    /** List platform accounts; newest first unless told. GET /v1/platform-accounts */
    readonly list: List<'scheduling.platform-account.list'>;
  };
  readonly post: {
    /** Cancel a post that has not left. POST /v1/scheduled-posts/{post_id}/cancel */
    readonly cancel: Call<'scheduling.post.cancel'>;
    /** One scheduled post with its attempts. GET /v1/scheduled-posts/{post_id} */
    readonly get: Call<'scheduling.post.get'>;
    /** Scheduled posts; by their instant unless told. GET /v1/scheduled-posts */
    readonly list: List<'scheduling.post.list'>;
    /** Schedule the approved version of a content for an instant. POST /v1/scheduled-posts */
    readonly schedule: Call<'scheduling.post.schedule'>;
    /** Say what became of a post of unknown outcome, after a look at the platform; nothing is sent. POST /v1/scheduled-posts/{post_id}/settle */
    readonly settle: Call<'scheduling.post.settle'>;
  };
  readonly preference: {
    /** What a reader is known to like, from what he did: views, clicks, likes, saves, comments and shares of the last 300 days. GET /v1/embeddings/users/{user_id}/preferences */
    readonly get: Call<'embeddings.preference.get'>;
  };
  readonly profile: {
    /** Show one’s own profile. GET /v1/me/profile */
    readonly get: Call<'identity.profile.get'>;
    /** Change one’s own profile; a field that is given replaces what was kept. PATCH /v1/me/profile */
    readonly update: Call<'identity.profile.update'>;
  };
  readonly providerKey: {
    /** Forget the key of a third party. DELETE /v1/provider-keys/{service_name} */
    readonly delete: Call<'identity.provider-key.delete'>;
    /** What is known of the key of a third party, without the key. GET /v1/provider-keys/{service_name} */
    readonly get: Call<'identity.provider-key.get'>;
    /** List the keys of third parties by name, without the keys. GET /v1/provider-keys */
    readonly list: List<'identity.provider-key.list'>;
    /** Keep the key of a third party, encrypted; it replaces the one that was kept with its protocol and base URL, and is never shown again. PUT /v1/provider-keys/{service_name} */
    readonly store: Call<'identity.provider-key.store'>;
    /** Switch the key of a third party off, or on again. PATCH /v1/provider-keys/{service_name} */
    readonly switch: Call<'identity.provider-key.switch'>;
  };
  readonly recommendation: {
    /** Contents for a reader: those nearest to what he likes, without those that he engaged with. GET /v1/embeddings/users/{user_id}/recommendations */
    readonly get: Call<'embeddings.recommendation.get'>;
  };
  readonly report: {
    /** What the cache of results saves. GET /v1/generations/reports/cache */
    readonly cache: Call<'generation.report.cache'>;
    /** Requests that failed, newest first. GET /v1/generations/reports/failures */
    readonly failures: Call<'generation.report.failures'>;
    /** Calls by the key of the provider that they were made with, named by its SHA-256. GET /v1/generations/reports/key-calls */
    readonly keyCalls: Call<'generation.report.key-calls'>;
    /** Calls that succeeded and their cost, by month of UTC and model, newest month and dearest model first, at most a thousand rows. GET /v1/generations/reports/model-costs */
    readonly modelCosts: Call<'generation.report.model-costs'>;
    /** How often models have to be called again, per day of UTC, newest first; days without requests are left out. GET /v1/generations/reports/retries */
    readonly retries: Call<'generation.report.retries'>;
    /** How long requests take, by content type, the slowest first. GET /v1/generations/reports/slowest */
    readonly slowest: Call<'generation.report.slowest'>;
    /** Cost by content type, every call of a request with it, whether it succeeded or not. GET /v1/generations/reports/type-costs */
    readonly typeCosts: Call<'generation.report.type-costs'>;
    /** Which content types are generated most, with the tokens and the time that they take. GET /v1/generations/reports/types */
    readonly types: Call<'generation.report.types'>;
    /** Users with many calls in the last hour. GET /v1/generations/reports/user-calls */
    readonly userCalls: Call<'generation.report.user-calls'>;
    /** Users whose calls cost most. GET /v1/generations/reports/user-costs */
    readonly userCosts: Call<'generation.report.user-costs'>;
    /** Requests and tokens per day of UTC, newest first; days without any are left out. GET /v1/generations/reports/volume */
    readonly volume: Call<'generation.report.volume'>;
  };
  readonly run: {
    /** Cancel a run that has not ended; no draft comes of it any more. POST /v1/generations/{generation_id}/cancel */
    readonly cancel: Call<'generation.run.cancel'>;
    /** One run, with what it was asked to do. GET /v1/generations/{generation_id} */
    readonly get: Call<'generation.run.get'>;
    /** Runs of models; newest first unless told. GET /v1/generations */
    readonly list: List<'generation.run.list'>;
    /** Have a draft written from a prompt; it becomes a content, or a version of one, when it is done. POST /v1/generations */
    readonly start: Call<'generation.run.start'>;
  };
  readonly session: {
    /** End one of the sessions of oneself at once. DELETE /v1/sessions/{session_id} */
    readonly end: Call<'identity.session.end'>;
    /** End all sessions of oneself but this one. DELETE /v1/sessions */
    readonly endOthers: Call<'identity.session.end-others'>;
    /** List the open sessions of oneself, newest first. GET /v1/sessions */
    readonly list: Call<'identity.session.list'>;
    /** Exchange e-mail address and password for a session. POST /v1/login */
    readonly logIn: Call<'identity.session.log-in'>;
    /** End this session. POST /v1/logout */
    readonly logOut: Call<'identity.session.log-out'>;
    /** Exchange a refresh token for a new one and a new access token. POST /v1/sessions/refresh */
    readonly refresh: Call<'identity.session.refresh'>;
  };
  readonly settings: {
    /** Show one’s own settings. GET /v1/me/settings */
    readonly get: Call<'identity.settings.get'>;
    /** Change one’s own settings; a field that is given replaces what was kept. PATCH /v1/me/settings */
    readonly update: Call<'identity.settings.update'>;
  };
  readonly strategy: {
    /** Write a content strategy down. POST /api/content-planning/strategies */
    readonly create: Call<'campaigns.strategy.create'>;
    /** Delete a strategy; one that has calendar events only together with them. DELETE /api/content-planning/strategies/{strategy_id} */
    readonly delete: Call<'campaigns.strategy.delete'>;
    /** One strategy. GET /api/content-planning/strategies/{strategy_id} */
    readonly get: Call<'campaigns.strategy.get'>;
    /** Strategies, newest first. GET /api/content-planning/strategies */
    readonly list: List<'campaigns.strategy.list'>;
    /** Change what is given of a strategy; the rest stays. PUT /api/content-planning/strategies/{strategy_id} */
    readonly update: Call<'campaigns.strategy.update'>;
  };
  readonly strategyAnalytics: {
    /** What the contents of a strategy’s events brought, per platform; an empty list where nothing was measured yet. GET /api/content-planning/strategies/{strategy_id}/analytics */
    readonly get: Call<'campaigns.strategy-analytics.get'>;
  };
  readonly strategyEvent: {
    /** The calendar events of one strategy, the earliest first. GET /api/content-planning/strategies/{strategy_id}/events */
    readonly list: List<'campaigns.strategy-event.list'>;
  };
  readonly strategySummary: {
    /** The events of a strategy, counted. GET /api/content-planning/strategies/{strategy_id}/summary */
    readonly get: Call<'campaigns.strategy-summary.get'>;
  };
  readonly timeSeries: {
    /** Events per bucket of time, in any time zone; empty buckets are zero. GET /v1/analytics/time-series */
    readonly get: Call<'analytics.time-series.get'>;
  };
  readonly totals: {
    /** Events and unique visitors by event type. GET /v1/analytics/totals */
    readonly get: Call<'analytics.totals.get'>;
  };
  readonly totp: {
    /** Get the secret for an authenticator; it counts once it is confirmed. POST /v1/me/totp */
    readonly begin: Call<'identity.totp.begin'>;
    /** Prove that the authenticator works; from now on log-ins need a code. POST /v1/me/totp/confirm */
    readonly confirm: Call<'identity.totp.confirm'>;
    /** Log in without codes again. POST /v1/me/totp/remove */
    readonly remove: Call<'identity.totp.remove'>;
    /** Take a lost authenticator off a user, who is logged out everywhere and told by mail; needs the password of the admin who does it. POST /v1/users/{user_id}/totp/remove */
    readonly removeOfUser: Call<'identity.totp.remove-of-user'>;
  };
  readonly user: {
    /** Erase what is kept of a user as a person; the user is locked out, and his work stays under an id that says nobody. POST /v1/users/{user_id}/erasure */
    readonly erase: Call<'identity.user.erase'>;
    /** Erase what is kept of oneself as a person; one is locked out with the answer. POST /v1/me/erasure */
    readonly eraseOwn: Call<'identity.user.erase-own'>;
    /** Show a user. GET /v1/users/{user_id} */
    readonly get: Call<'identity.user.get'>;
    /** Show how far the erasure of a user is, and what is left. GET /v1/users/{user_id}/erasure */
    readonly getErasure: Call<'identity.user.get-erasure'>;
    /** Show oneself with everything that is kept of one. GET /v1/me/user */
    readonly getOwn: Call<'identity.user.get-own'>;
    /** List the company’s users with everything that is kept of them; who came first is first unless told. GET /v1/users */
    readonly list: List<'identity.user.list'>;
    /** List the names of the company’s active users. GET /v1/colleagues */
    readonly listColleagues: List<'identity.user.list-colleagues'>;
    /** Change a user’s role, or switch the user off or on; either ends the user’s sessions. PATCH /v1/users/{user_id} */
    readonly update: Call<'identity.user.update'>;
    /** Change one’s own names and preferences. PATCH /v1/me/user */
    readonly updateOwn: Call<'identity.user.update-own'>;
  };
  readonly version: {
    /** Approve exactly the version whose hash is named. POST /v1/content/{content_id}/approve */
    readonly approve: Call<'content.version.approve'>;
    /** One version with its text. GET /v1/content/{content_id}/versions/{version_id} */
    readonly get: Call<'content.version.get'>;
    /** The versions of a content, newest first. GET /v1/content/{content_id}/versions */
    readonly list: List<'content.version.list'>;
  };
}
