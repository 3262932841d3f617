interface ErrorEntry {
  readonly status: number;
  readonly title: string;
  readonly isRetryable: boolean;
  /** When to try again, in seconds, where the place that throws does not know better; `null` where nobody can tell. */
  readonly retryAfterSeconds: number | null;
}

const final = (status: number, title: string): ErrorEntry => ({ status, title, isRetryable: false, retryAfterSeconds: null });
const retryable = (status: number, title: string, retryAfterSeconds: number | null = null): ErrorEntry => ({
  status,
  title,
  isRetryable: true,
  retryAfterSeconds,
});

/** Every error a client can meet: its HTTP status, its title and whether the unchanged request may succeed later. */
export const ERRORS = {
  PLATFORM_INTERNAL: final(500, 'Something went wrong on our side'),
  PLATFORM_INPUT_INVALID: final(422, 'The input does not fit its schema'),
  PLATFORM_CURSOR_INVALID: final(400, 'The cursor was not made by this list'),
  PLATFORM_SERVICE_UNAVAILABLE: retryable(503, 'The service that owns this is away', 1),
  PLATFORM_STORE_UNAVAILABLE: retryable(503, 'A store that this needs is away', 2),
  PLATFORM_DEADLINE_EXCEEDED: retryable(504, 'The answer did not come in time'),
  PLATFORM_ANSWER_TOO_LARGE: final(500, 'The answer is larger than one message can carry'),
  PLATFORM_IDEMPOTENCY_KEY_REUSED: final(409, 'This Idempotency-Key was used with another request'),
  PLATFORM_IDEMPOTENCY_ANSWER_GONE: final(
    409,
    'The request was already carried out; its answer is not kept: it held a secret, or named somebody who was erased',
  ),
  PLATFORM_ACTOR_REFUSED: final(401, 'The actor token is missing, forged or expired'),
  PLATFORM_SCOPE_MISSING: final(403, 'The caller lacks the scope that this needs'),
  PLATFORM_DEAD_LETTER_NOT_FOUND: final(404, 'There is no such dead letter, or not any more'),
  PLATFORM_DEAD_LETTER_UNREADABLE: final(409, 'The dead letter is no readable event; it can only be dropped'),
  PLATFORM_DEAD_LETTER_FAILING: final(409, 'The event failed again; its dead letter stays'),
  PLATFORM_PROJECTION_NOT_FOUND: final(404, 'The service keeps no such projection'),

  GATEWAY_ROUTE_NOT_FOUND: final(404, 'There is no such route'),
  GATEWAY_METHOD_NOT_ALLOWED: final(405, 'The route exists, but not with this method'),
  GATEWAY_BODY_NOT_JSON: final(400, 'The body is not JSON'),
  GATEWAY_BODY_TOO_DEEP: final(400, 'The body is nested too deeply'),
  GATEWAY_BODY_TOO_LARGE: final(413, 'The body is larger than this route takes'),
  GATEWAY_MEDIA_TYPE_UNSUPPORTED: final(415, 'The route does not take this content type'),
  GATEWAY_REQUEST_MALFORMED: final(400, 'The request is not well-formed HTTP'),
  GATEWAY_REQUEST_SLOW: retryable(408, 'The request did not come in within its time'),
  GATEWAY_EXPECTATION_UNMET: final(417, 'Nothing but 100-continue can be expected'),
  GATEWAY_HEAD_TOO_LARGE: final(431, 'The request line and the headers are larger than they may be'),
  GATEWAY_CREDENTIAL_MISSING: final(401, 'An API key or a bearer token is needed'),
  GATEWAY_CREDENTIAL_INVALID: final(401, 'The credential is not known'),
  GATEWAY_CREDENTIAL_EXPIRED: final(401, 'The credential has expired'),
  GATEWAY_CREDENTIAL_REVOKED: final(401, 'The credential was revoked'),
  GATEWAY_PUBLISHABLE_KEY_REFUSED: final(403, 'A publishable key may send events and nothing else'),
  GATEWAY_ORIGIN_REFUSED: final(403, 'The key may not be used by pages of this origin'),
  GATEWAY_PERSON_NEEDED: final(403, 'An API key may not do this; log in'),
  GATEWAY_RATE_LIMITED: retryable(429, 'Too many requests', 60),
  GATEWAY_STREAMS_TOO_MANY: retryable(429, 'The user holds as many streams open as one may', 5),
  GATEWAY_IDEMPOTENCY_KEY_INVALID: final(400, 'The Idempotency-Key must be 1 to 255 visible ASCII characters'),

  IDENTITY_EMAIL_TAKEN: final(409, 'An account with this e-mail address exists'),
  IDENTITY_EMAIL_UNCHANGED: final(409, 'It is the address that the account has'),
  IDENTITY_EMAIL_VERIFIED: final(409, 'The e-mail address was verified already'),
  IDENTITY_USERNAME_TAKEN: final(409, 'The company has a user of this name, or of one that looks like it'),
  IDENTITY_MAIL_TOKEN_REFUSED: final(410, 'The token of the mail is not known, was used or has expired'),
  IDENTITY_MAIL_TOO_SOON: retryable(429, 'Such a mail was sent a moment ago', 60),
  IDENTITY_INVITATION_OPEN: final(409, 'An invitation of this e-mail address is open'),
  IDENTITY_INVITATIONS_TOO_MANY: retryable(429, 'The company has sent as many invitations as one may in a day', 3_600),
  IDENTITY_INVITATION_NOT_FOUND: final(404, 'There is no such invitation'),
  IDENTITY_INVITATION_ACCEPTED: final(409, 'The invitation was accepted already'),
  IDENTITY_USER_NOT_FOUND: final(404, 'There is no such user'),
  IDENTITY_LAST_ADMIN: final(409, 'The company would be left without an admin'),
  IDENTITY_COMPANY_NOT_FOUND: final(404, 'There is no such company'),
  IDENTITY_NAME_NOT_CONFIRMED: final(409, 'The name that was typed is not the company’s'),
  IDENTITY_ERASURE_NOT_FOUND: final(404, 'There is no such erasure'),
  IDENTITY_TERM_NOT_FOUND: final(404, 'There is no such term'),
  IDENTITY_TERM_TAKEN: final(409, 'The vocabulary holds this term already'),
  IDENTITY_LOGIN_REFUSED: final(401, 'E-mail address or password is wrong'),
  IDENTITY_LOGIN_THROTTLED: retryable(429, 'Too many attempts from here at this account', 1),
  IDENTITY_BUSY: retryable(503, 'More passwords wait to be looked at than can be', 1),
  IDENTITY_PASSWORD_WRONG: final(403, 'The password is wrong'),
  IDENTITY_TOTP_NEEDED: final(401, 'A code of the authenticator is needed'),
  IDENTITY_TOTP_REFUSED: final(401, 'The code of the authenticator is wrong, or was used already'),
  IDENTITY_TOTP_ACTIVE: final(409, 'An authenticator is in use already'),
  IDENTITY_TOTP_NOT_FOUND: final(404, 'There is no authenticator to confirm'),
  IDENTITY_REFRESH_REFUSED: final(401, 'The refresh token is not good, or not any more; log in'),
  IDENTITY_SESSION_NOT_FOUND: final(404, 'There is no such session'),
  IDENTITY_API_KEY_NOT_FOUND: final(404, 'There is no such API key'),
  IDENTITY_API_KEYS_TOO_MANY: final(409, 'The company has as many API keys as one may; revoke those that nobody uses'),
  IDENTITY_API_KEY_ENDED: final(409, 'The API key was revoked, has expired or was rotated already'),
  IDENTITY_CLIENT_NOT_FOUND: final(404, 'There is no such API client'),
  IDENTITY_PROVIDER_KEY_NOT_FOUND: final(404, 'No key of this third party is kept'),
  IDENTITY_PROVIDER_KEY_INACTIVE: final(409, 'The key of this third party is switched off'),
  IDENTITY_PROVIDER_KEY_NO_MODELS: final(409, 'The key of this third party calls no models: store it with its protocol and base URL'),
  IDENTITY_SCOPE_NOT_HELD: final(403, 'A key cannot hold a scope that its maker does not hold'),

  CONTENT_NOT_FOUND: final(404, 'There is no such content'),
  CONTENT_VERSION_NOT_FOUND: final(404, 'There is no such version'),
  CONTENT_REVISION_STALE: final(409, 'The content was changed by somebody else'),
  CONTENT_TRANSITION_ILLEGAL: final(409, 'The content cannot take this step from its status'),
  CONTENT_HASH_MISMATCH: final(409, 'The current version is not the one you name'),
  CONTENT_EMPTY: final(422, 'Content without a title and a text cannot be submitted'),
  CONTENT_TOO_LARGE: final(413, 'The content with its metadata would be larger than one answer can carry'),
  CONTENT_FORBIDDEN: final(403, 'Your role does not allow this step'),

  GENERATION_RUN_NOT_FOUND: final(404, 'There is no such run'),
  GENERATION_RUN_ENDED: final(409, 'The run has ended already'),
  GENERATION_OUTPUT_ABSENT: final(409, 'The run has written nothing, or not yet'),
  GENERATION_SCHEMA_INVALID: final(422, 'The schema is no JSON Schema that an output can be checked with'),

  SCHEDULING_ACCOUNT_NOT_FOUND: final(404, 'There is no such platform account'),
  SCHEDULING_URL_REFUSED: final(422, 'The URL leads where no request of a user may go'),
  SCHEDULING_ACCOUNT_DISCONNECTED: final(409, 'The platform account was disconnected'),
  SCHEDULING_POST_NOT_FOUND: final(404, 'There is no such scheduled post'),
  SCHEDULING_TIME_PAST: final(422, 'The scheduled time lies in the past'),
  SCHEDULING_VERSION_NOT_APPROVED: final(409, 'The version is not approved'),
  SCHEDULING_POST_DUPLICATE: final(409, 'This version is already scheduled for this account and instant'),
  SCHEDULING_TRANSITION_ILLEGAL: final(409, 'The post cannot take this step from its status'),

  ANALYTICS_BATCH_EMPTY: final(422, 'The batch holds no event'),
  ANALYTICS_BATCH_TOO_MANY: final(413, 'The batch holds more events than one request takes'),
  ANALYTICS_INGEST_FULL: retryable(503, 'The ingest stream is full; nothing of this batch beyond what the answer names was kept', 10),
  ANALYTICS_EVENT_NOT_FOUND: final(404, 'No event with this id is stored in this range'),
  ANALYTICS_RANGE_INVALID: final(422, 'The time range is empty, reversed or too long'),
  ANALYTICS_TIME_ZONE_UNKNOWN: final(422, 'The time zone is not known'),

  EMBEDDINGS_DOCUMENT_NOT_FOUND: final(404, 'The index knows no such content or text'),

  GENERATION_BUDGET_EXCEEDED: final(409, 'A budget has no room for what this may cost at most'),
  GENERATION_PRICE_UNKNOWN: final(409, 'A budget holds, and nobody has named a price of this model'),
  GENERATION_BUDGET_NOT_FOUND: final(404, 'There is no such budget'),
  GENERATION_PRICE_NOT_FOUND: final(404, 'There is no such version of a price'),
  GENERATION_RANGE_INVALID: final(422, 'The time range is empty, reversed or too long'),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;
