// Written by `pnpm generate` from docs/reference/openapi.json.
type AActivity = {
    /** Format: uuid */
    event_id: string;
    /** @description `<entity>.<what happened>`: `content.created`, `version.approved`, `post.published`; more may come */
    type: string;
    /** Format: date-time */
    occurred_at: string;
    /** @description `user:<id>`, `client:<id>` or `service:<name>` */
    actor: string;
    /**
     * Format: uuid
     * @description What the event is of: the content itself, or one of its posts
     */
    aggregate_id: string;
    /** @description Its place among the events of that content or post, from 1 */
    aggregate_version: number;
    /** @description Ids and states that the event told of, never a text */
    details: {
        [key: string]: Schemas["JsonValue"];
    };
};
type AApiKey = {
    /** Format: uuid */
    id: string;
    /**
     * Format: uuid
     * @description The API consumer that holds it
     */
    client_id: string;
    /** @description The name of the client */
    name: string;
    /** @enum {string} */
    kind: "secret" | "publishable";
    /** @description First characters of the key, to recognise it by */
    prefix: string;
    /** @enum {string} */
    role: "admin" | "manager" | "user" | "viewer";
    scopes: ("account:read" | "account:write" | "account:manage" | "audit:read" | "content:read" | "content:write" | "content:approve" | "generation:read" | "generation:write" | "planning:read" | "planning:write" | "campaign:write" | "schedule:read" | "schedule:write" | "events:write" | "analytics:read" | "notifications:read")[];
    limits: {
        [key: string]: number;
    } | null;
    /** @description Of a publishable key: the pages that may use it; null is any */
    allowed_origins: string[] | null;
    /** @description The key that it was rotated to */
    replaced_by: string | null;
    expires_at: string | null;
    revoked_at: string | null;
    last_used_at: string | null;
    /** Format: date-time */
    created_at: string;
};
type AAuditEntry = {
    /** Format: uuid */
    id: string;
    /** @description Which service keeps it */
    service: string;
    /** @description When, to the microsecond */
    at: string;
    table_name: string;
    /**
     * @description read: a secret was opened; export: rows left as a file
     * @enum {string}
     */
    operation: "insert" | "update" | "delete" | "read" | "export";
    /** @description user:<id>, client:<id> or service:<name> */
    actor: string;
    /** @description The person, also behind an API key */
    user_id: string | null;
    /** @description Id of the request */
    correlation_id: string;
    /** @description Where the request came from */
    address: string | null;
    user_agent: string | null;
    old_values: Schemas["JsonValue"];
    new_values: Schemas["JsonValue"];
    /** @description false: what it says does not open; audit verify tells why */
    is_readable: boolean;
    /** @description Place in the chain of this company and service; null for about a second */
    seq: number | null;
    /** @description Hash of the entry before it, hex */
    prev_hash: string | null;
    /** @description HMAC of this entry and prev_hash, hex */
    hash: string | null;
};
type ABooking = {
    /** Format: uuid */
    id: string;
    /** Format: uuid */
    campaign_id: string;
    /**
     * @description A refund gives back all or a part of one booking, and never more
     * @enum {string}
     */
    kind: "booking" | "refund";
    /**
     * @description drafts: what a run of a model cost, as generation booked it
     * @enum {string}
     */
    source: "person" | "drafts";
    amount_usd: string;
    /** @description Of a refund: what it gives back of */
    booking_id: string | null;
    /** @description Of a refund: its booking is not known yet; it counts as soon as it is */
    is_waiting: boolean;
    /** @description Calls of the run whose cost nobody knows */
    unpriced_calls: number;
    note: string | null;
    created_by: string | null;
    /** Format: date-time */
    created_at: string;
};
type ABrandTerm = {
    /** Format: uuid */
    id: string;
    term: string;
    /** @enum {string} */
    kind: "preferred" | "forbidden" | "neutral";
    /** @description What to write instead */
    replacement: string | null;
    note: string | null;
    /** Format: uuid */
    created_by: string;
    /** Format: date-time */
    created_at: string;
    /** Format: date-time */
    updated_at: string;
};
type ABudget = {
    /** Format: uuid */
    id: string;
    /** @description Null: it bounds all that the company generates */
    campaign_id: string | null;
    /**
     * @description Of UTC, weeks from Monday on; `total` never begins anew
     * @enum {string}
     */
    period: "day" | "week" | "month" | "total";
    amount_usd: string;
    /** @description Of the present period; null for `total` */
    period_start: string | null;
    /** @description In the present period, while the budget was set */
    spent_usd: string;
    /** @description What the calls that are under way may cost at most */
    reserved_usd: string;
    /** @description Below zero only where the amount was lowered below what was spent */
    left_usd: string;
    /** Format: date-time */
    created_at: string;
    /** Format: date-time */
    updated_at: string;
};
type ACalendarEvent = {
    /** Format: uuid */
    id: string;
    /** Format: uuid */
    strategy_id: string;
    title: string;
    description: string;
    content_type: string;
    platform: string;
    /**
     * Format: date-time
     * @description In UTC
     */
    scheduled_date: string;
    /** @enum {string} */
    status: "draft" | "scheduled" | "published" | "cancelled";
    ai_recommendations: {
        [key: string]: Schemas["JsonValue"];
    };
    /** @description The content that is meant; it is not looked up */
    content_id: string | null;
    campaign_id: string | null;
    revision: number;
    /** Format: date-time */
    created_at: string;
    /** Format: date-time */
    updated_at: string;
};
type ACampaign = {
    /** Format: uuid */
    id: string;
    /** Format: uuid */
    company_id: string;
    /**
     * Format: uuid
     * @description Who made it
     */
    user_id: string;
    name: string;
    description: string | null;
    objectives: string[];
    target_audience: {
        [key: string]: Schemas["JsonValue"];
    };
    /** @description US dollars */
    budget_allocated: string | null;
    /** @description US dollars, to the last digit of what drafts cost */
    budget_spent: string;
    /** @description Below zero where costs were paid that nobody could refuse any more */
    budget_left: string | null;
    start_date: string | null;
    end_date: string | null;
    time_zone: string;
    /** @description The end of its last day in its time zone; null where it has none */
    ends_at: string | null;
    /** @enum {string} */
    status: "draft" | "active" | "paused" | "completed" | "cancelled";
    revision: number;
    /** Format: date-time */
    created_at: string;
    /** Format: date-time */
    updated_at: string;
};
type ACampaignReport = {
    /** Format: uuid */
    campaign_id: string;
    name: string;
    /** @enum {string} */
    status: "draft" | "active" | "paused" | "completed" | "cancelled";
    /** Format: date-time */
    made_at: string;
    contents: {
        total: number;
        by_status: {
            [key: string]: number;
        };
    };
    posts: {
        total: number;
        /** @description Those of a campaign that is a draft or paused are pending here, and held */
        by_status: {
            [key: string]: number;
        };
        by_platform: {
            platform: string;
            posts: number;
            published: number;
        }[];
    };
    budget: {
        allocated: string | null;
        spent: string;
        left: string | null;
        /** @description Of what was spent: calls of models */
        drafts_cost: string;
        /** @description Calls whose cost nobody knows: what was spent is at least this */
        unpriced_calls: number;
    };
    /** @description What readers did with the contents that are attached to it or were published for it, since the beginning of each, wherever else they stand. Null where analytics did not answer */
    engagement: {
        totals: {
            impressions: number;
            views: number;
            likes: number;
            shares: number;
            comments: number;
            clicks: number;
            /** @description (likes + shares + comments + clicks) / impressions; null without impressions */
            engagement_rate: number | null;
            /** @description clicks / impressions; null without impressions */
            ctr: number | null;
        };
        platforms: {
            platform: string;
            impressions: number;
            views: number;
            likes: number;
            shares: number;
            comments: number;
            clicks: number;
            /** @description (likes + shares + comments + clicks) / impressions; null without impressions */
            engagement_rate: number | null;
            /** @description clicks / impressions; null without impressions */
            ctr: number | null;
        }[];
        /** @description Ten at most, by engagement_rate; those without impressions come after, by what readers did, then by views */
        top_contents: {
            /** Format: uuid */
            content_id: string;
            impressions: number;
            views: number;
            likes: number;
            shares: number;
            comments: number;
            clicks: number;
            /** @description (likes + shares + comments + clicks) / impressions; null without impressions */
            engagement_rate: number | null;
            /** @description clicks / impressions; null without impressions */
            ctr: number | null;
        }[];
        /** @description Contents of which anything was counted */
        contents_counted: number;
        /** @description When the figures that changed longest ago came to be these */
        oldest_at: string | null;
        newest_at: string | null;
    } | null;
    cost_per: {
        /** @description US dollars; null where there is nothing to divide by: no data */
        impression: string | null;
        /** @description US dollars; null where there is nothing to divide by: no data */
        click: string | null;
        /** @description US dollars; null where there is nothing to divide by: no data */
        engagement: string | null;
        /** @description US dollars; null where there is nothing to divide by: no data */
        post: string | null;
    };
};
type AClient = {
    /** Format: uuid */
    id: string;
    name: string;
    contact_email: string | null;
    /** Format: uuid */
    created_by: string;
    /** Format: date-time */
    created_at: string;
    /** Format: date-time */
    updated_at: string;
    deleted_at: string | null;
};
type AColleague = {
    /** Format: uuid */
    id: string;
    username: string;
    first_name: string | null;
    last_name: string | null;
};
type ACompany = {
    /** Format: uuid */
    id: string;
    name: string;
    /** @enum {string} */
    tier: "free" | "pro" | "enterprise";
    /** Format: date-time */
    created_at: string;
};
type ACompanyDetail = {
    /** Format: uuid */
    id: string;
    name: string;
    domain: string | null;
    industry: string | null;
    size: ("startup" | "small" | "medium" | "large" | "enterprise") | null;
    brand_guidelines: {
        [key: string]: Schemas["JsonValue"];
    };
    /** @enum {string} */
    tier: "free" | "pro" | "enterprise";
    /** @description Requests per minute by class of route, where they are not those of the tier */
    api_limits: {
        [key: string]: number;
    };
    /** Format: date-time */
    created_at: string;
    /** Format: date-time */
    updated_at: string;
};
type ACompanyInBrief = {
    /** Format: uuid */
    id: string;
    name: string;
    domain: string | null;
    industry: string | null;
    size: ("startup" | "small" | "medium" | "large" | "enterprise") | null;
    /** @enum {string} */
    tier: "free" | "pro" | "enterprise";
    /** @description Requests per minute by class of route, where they are not those of the tier */
    api_limits: {
        [key: string]: number;
    };
    /** Format: date-time */
    created_at: string;
    /** Format: date-time */
    updated_at: string;
    is_active: boolean;
    /** @description That are switched on */
    users: number;
};
type AContact = {
    phone: string | null;
    postal_address: string | null;
};
type AContent = {
    /** Format: uuid */
    id: string;
    /** Format: uuid */
    company_id: string;
    /**
     * Format: uuid
     * @description Its author
     */
    user_id: string;
    campaign_id: string | null;
    title: string | null;
    /** @enum {string} */
    content_type: "blog_post" | "social_post" | "email" | "ad_copy" | "image" | "video";
    platform: string | null;
    /** @enum {string} */
    status: "draft" | "review" | "changes_requested" | "approved" | "rejected" | "published" | "archived";
    quality_score: number | null;
    /** @description Grows with every change; name it to change what you have seen */
    revision: number;
    /**
     * Format: uuid
     * @description Its current version
     */
    version_id: string;
    version_number: number;
    /** @description SHA-256 of the current version; an approval binds to it */
    version_hash: string;
    approved_version_id: string | null;
    /** Format: date-time */
    created_at: string;
    /** Format: date-time */
    updated_at: string;
    published_at: string | null;
    scheduled_for: string | null;
    content_text: string | null;
    metadata: {
        [key: string]: Schemas["JsonValue"];
    };
    brand_guidelines_applied: {
        [key: string]: Schemas["JsonValue"];
    };
    ai_model_used: string | null;
    generation_prompt: string | null;
};
type AContentPerformance = {
    /** @description As the events named it; empty where they named none */
    platform: string;
    /** @description Events `impression`; views are not among them */
    impressions: number;
    /** @description Events `view` */
    views: number;
    /** @description Events `like` */
    likes: number;
    /** @description Events `share` */
    shares: number;
    /** @description Events `comment` */
    comments: number;
    /** @description Events `click` */
    clicks: number;
    /** @description (likes + shares + comments + clicks) / impressions, to six places; 0 where there are no impressions */
    engagement_rate: number;
    /** @description clicks / impressions, alike */
    ctr: number;
    /**
     * Format: date-time
     * @description Beginning of the quarter of an hour, in UTC, in which the figures came to be these
     */
    recorded_at: string;
    /**
     * Format: date-time
     * @description When they came to be these
     */
    counted_at: string;
};
type AContentSummary = {
    /** Format: uuid */
    id: string;
    /** Format: uuid */
    company_id: string;
    /**
     * Format: uuid
     * @description Its author
     */
    user_id: string;
    campaign_id: string | null;
    title: string | null;
    /** @enum {string} */
    content_type: "blog_post" | "social_post" | "email" | "ad_copy" | "image" | "video";
    platform: string | null;
    /** @enum {string} */
    status: "draft" | "review" | "changes_requested" | "approved" | "rejected" | "published" | "archived";
    quality_score: number | null;
    /** @description Grows with every change; name it to change what you have seen */
    revision: number;
    /**
     * Format: uuid
     * @description Its current version
     */
    version_id: string;
    version_number: number;
    /** @description SHA-256 of the current version; an approval binds to it */
    version_hash: string;
    approved_version_id: string | null;
    /** Format: date-time */
    created_at: string;
    /** Format: date-time */
    updated_at: string;
    published_at: string | null;
    scheduled_for: string | null;
};
type ADdlLine = {
    id: number;
    /** @description When, to the microsecond */
    at: string;
    /** @description Whose rights were used */
    role: string;
    /** @description Who had logged in */
    session_role: string;
    application_name: string;
    /** @description null: through a local socket */
    address: string | null;
    command: string;
    object_type: string;
    object: string;
    /** @description Its first 10,000 characters */
    statement: string | null;
};
type ADeadLetter = {
    /** @description Which service gave the event up */
    service: string;
    sequence: number;
    /** @description Subject of the event */
    subject: string;
    /** @description malformed, unknown-version, permanent, exhausted, killer */
    cause: string;
    /** @description What the last attempt failed with */
    error: string;
    /** Format: date-time */
    dead_at: string;
    /** @description Durable that had it */
    consumer: string;
    stream: string;
    stream_sequence: number | null;
    /** @description null where the message has no readable envelope: it can be shown and dropped, not replayed */
    event: {
        id: string;
        time: string;
        company_id: string;
        aggregate_id: string;
        aggregate_version: number;
        correlation_id: string;
        actor: string;
    } | null;
};
type ADeadLetterDetail = {
    /** @description Which service gave the event up */
    service: string;
    sequence: number;
    /** @description Subject of the event */
    subject: string;
    /** @description malformed, unknown-version, permanent, exhausted, killer */
    cause: string;
    /** @description What the last attempt failed with */
    error: string;
    /** Format: date-time */
    dead_at: string;
    /** @description Durable that had it */
    consumer: string;
    stream: string;
    stream_sequence: number | null;
    /** @description null where the message has no readable envelope: it can be shown and dropped, not replayed */
    event: {
        id: string;
        time: string;
        company_id: string;
        aggregate_id: string;
        aggregate_version: number;
        correlation_id: string;
        actor: string;
    } | null;
    /** @description The last attempts */
    history: {
        at: string;
        cause: string;
    }[];
    /** @description Headers of the event as they came */
    headers: {
        [key: string]: string;
    };
    data: Schemas["JsonValue"];
    /** @description Beginning of its data where that is no JSON or too large to show; data is null then */
    text: string | null;
    /** @description Length of its data */
    bytes: number;
};
type AEmbedderSettings = {
    /** @description The name of a key under /v1/provider-keys; null embeds without any network */
    provider: string | null;
    /** @description As its provider calls it */
    model: string | null;
    dimensions: number | null;
    asks_for_dimensions: boolean;
    /** @description The name that vectors are kept under from now on */
    embedder: string;
    /** @description What questions are embedded by as well, while documents are still kept under it */
    answering: string;
    /** @description Documents that are not kept under `embedder` yet */
    waiting: number;
    updated_at: string | null;
};
type AErasure = {
    /** Format: uuid */
    id: string;
    /** Format: uuid */
    company_id: string;
    /** @description null: the whole company */
    user_id: string | null;
    /** @enum {string} */
    requested_by: "admin" | "self" | "operator";
    /** Format: date-time */
    requested_at: string;
    /**
     * @description done: everything was looked through once more after nobody could write any longer, and nothing was found
     * @enum {string}
     */
    state: "running" | "done";
    finished_at: string | null;
    /** @description How often everything was looked through */
    passes: number;
    /** @description Services that could not be asked the last time */
    waits_for: string[];
    erased: number;
    left: number;
};
type AErasureReport = {
    /** Format: uuid */
    id: string;
    /** Format: uuid */
    company_id: string;
    /** @description null: the whole company */
    user_id: string | null;
    /** @enum {string} */
    requested_by: "admin" | "self" | "operator";
    /** Format: date-time */
    requested_at: string;
    /**
     * @description done: everything was looked through once more after nobody could write any longer, and nothing was found
     * @enum {string}
     */
    state: "running" | "done";
    finished_at: string | null;
    /** @description How often everything was looked through */
    passes: number;
    /** @description Services that could not be asked the last time */
    waits_for: string[];
    erased: number;
    left: number;
    places: {
        /** @description postgres.<table>, nats.<stream>, redis or clickhouse.<table> */
        place: string;
        /** @description Rows, messages or keys that were taken away or emptied */
        erased: number;
        /** @description Those that were there when it was counted last */
        left: number;
        service: string;
    }[];
};
type AFoundContent = {
    /** Format: uuid */
    content_id: string;
    title: string;
    user_id: string | null;
    content_type: string | null;
    platform: string | null;
    status: string | null;
    topics: string[];
    created_at: string | null;
    published_at: string | null;
    quality_score: number | null;
    /** @description Of this search alone: only the order means something */
    score: number;
    /** @description Its place among those found by word; null: not by word */
    word_rank: number | null;
    /** @description Its place among those found by meaning; null: not by meaning */
    meaning_rank: number | null;
    /** @description Cosine of its nearest piece, from -1 to 1 */
    similarity: number | null;
    highlights: {
        /** @description A piece of the text, as it is written there */
        text: string;
        /** @description Its place in the text, in UTF-16 units */
        start: number;
        /** @description What was found, by its place in the piece */
        marks: {
            start: number;
            end: number;
        }[];
    }[];
};
type AGeneration = {
    /** Format: uuid */
    id: string;
    /** Format: uuid */
    company_id: string;
    /** Format: uuid */
    user_id: string;
    /**
     * Format: uuid
     * @description The content that the draft becomes, or becomes a version of
     */
    content_id: string;
    campaign_id: string | null;
    /** @enum {string} */
    content_type: "blog" | "social" | "amazon" | "competitor" | "other";
    /** @enum {string} */
    draft_type: "blog_post" | "social_post" | "email" | "ad_copy" | "image" | "video";
    agent_name: string;
    title: string | null;
    /** @enum {string} */
    status: "pending" | "running" | "succeeded" | "failed" | "cancelled";
    /** @description That wrote it, or was asked last */
    model: string | null;
    /** @description Calls of a model, those that were cut short included */
    attempts: number;
    /** @description Why each attempt but the last one did not do */
    retry_reasons: string[];
    /** @description Of the last output that did not fit the schema */
    validation_errors: string[] | null;
    error_code: string | null;
    error_message: string | null;
    cache_hit: boolean;
    cache_key: string | null;
    /** Format: date-time */
    created_at: string;
    started_at: string | null;
    finished_at: string | null;
    prompt: string;
    /**
     * @description Instructions beside the prompt
     * @default null
     */
    system: string | null;
    /**
     * @description What the draft looks like; {{name}} stands for a variable, for title or for prompt
     * @default null
     */
    template: string | null;
    /** @default {} */
    variables: {
        [key: string]: Schemas["JsonValue"];
    };
    /**
     * @description JSON Schema that the draft must fit; the draft is JSON then
     * @default null
     */
    schema: {
        [key: string]: Schemas["JsonValue"];
    } | null;
    /**
     * @description In the order in which they are asked, each where the one before failed; none: the active model of the company, or the offline writer
     * @default []
     */
    models: {
        /** @description offline, or the name under which the company keeps the provider’s key */
        provider: string;
        /** @description As the provider names it */
        model: string;
    }[];
    /** @default 4096 */
    max_output_tokens: number;
    /** @default null */
    temperature: number | null;
    /**
     * @description Of one attempt
     * @default 120
     */
    timeout_seconds: number;
    /**
     * @description Of each model
     * @default 3
     */
    max_attempts: number;
    /**
     * @description Take what the same request brought within the last day
     * @default true
     */
    use_cache: boolean;
    /** @default null */
    platform: string | null;
};
type AGenerationNews = {
    /** @description Resume after it with Last-Event-ID */
    id: string;
    /**
     * @description status: what the run has come to; text: the next piece of what is being written
     * @enum {string}
     */
    type: "status" | "text";
    time: string;
    data: {
        /** Format: uuid */
        generation_id: string;
        /** @enum {string} */
        status?: "pending" | "running" | "succeeded" | "failed" | "cancelled";
        model?: string | null;
        attempts?: number;
        /** @description Why the attempt before did not do; its text does not count */
        reason?: string;
        text?: string;
    };
};
type AGenerationSummary = {
    /** Format: uuid */
    id: string;
    /** Format: uuid */
    company_id: string;
    /** Format: uuid */
    user_id: string;
    /**
     * Format: uuid
     * @description The content that the draft becomes, or becomes a version of
     */
    content_id: string;
    campaign_id: string | null;
    /** @enum {string} */
    content_type: "blog" | "social" | "amazon" | "competitor" | "other";
    /** @enum {string} */
    draft_type: "blog_post" | "social_post" | "email" | "ad_copy" | "image" | "video";
    agent_name: string;
    title: string | null;
    /** @enum {string} */
    status: "pending" | "running" | "succeeded" | "failed" | "cancelled";
    /** @description That wrote it, or was asked last */
    model: string | null;
    /** @description Calls of a model, those that were cut short included */
    attempts: number;
    /** @description Why each attempt but the last one did not do */
    retry_reasons: string[];
    /** @description Of the last output that did not fit the schema */
    validation_errors: string[] | null;
    error_code: string | null;
    error_message: string | null;
    cache_hit: boolean;
    cache_key: string | null;
    /** Format: date-time */
    created_at: string;
    started_at: string | null;
    finished_at: string | null;
};
type AIndexDocument = {
    /** Format: uuid */
    content_id: string;
    /**
     * @description content: the platform’s own, kept up by its events; api: put here
     * @enum {string}
     */
    source: "content" | "api";
    /**
     * @description failed: found by its words, and not yet by the meaning of what is new; deleted: on its way out of the index
     * @enum {string}
     */
    state: "pending" | "indexing" | "indexed" | "failed" | "deleted";
    /** @description What is to be indexed */
    revision: number;
    /** @description What is found now by word and by meaning */
    indexed_revision: number | null;
    /** @description Which embedder its vectors are of */
    model: string | null;
    chunks: number | null;
    /** @description How often indexing this revision failed */
    attempts: number;
    /** @description Why it failed the last time */
    error_code: string | null;
    error_message: string | null;
    /** @description null: nothing is to be done, or nothing that would help by itself */
    next_attempt_at: string | null;
    indexed_at: string | null;
    /** Format: date-time */
    created_at: string;
    /** Format: date-time */
    updated_at: string;
};
type AIngestEvent = {
    /**
     * Format: uuid
     * @description Made by the gateway when missing; a repeat within 24 h counts once
     */
    event_id?: string;
    event_type: string;
    /**
     * Format: date-time
     * @description Defaults to the time of receipt
     */
    timestamp?: string;
    user_id?: string | null;
    content_id?: string | null;
    campaign_id?: string | null;
    visitor_id?: string;
    session_id?: string;
    platform?: string;
    properties?: {
        [key: string]: string;
    };
    ip_address?: string;
    user_agent?: string;
    /** @description An old event: neither its clock is corrected nor live counters are touched */
    historical?: boolean;
};
type AInvalidDetail = {
    detail: {
        /** @description Where: path, query or body, then the field */
        loc: (string | number)[];
        msg: string;
        /** @description What kind of error it is, such as invalid_type */
        type: string;
    }[];
};
type AInvitation = {
    /** Format: uuid */
    id: string;
    email: string;
    /** @enum {string} */
    role: "admin" | "manager" | "user" | "viewer";
    /** @enum {string} */
    status: "open" | "accepted" | "revoked" | "expired";
    /** Format: uuid */
    invited_by: string;
    /** Format: date-time */
    expires_at: string;
    /** Format: date-time */
    created_at: string;
};
type AJsonValue = unknown;
type AKeptIndexDocument = {
    /** Format: uuid */
    content_id: string;
    /**
     * @description content: the platform’s own, kept up by its events; api: put here
     * @enum {string}
     */
    source: "content" | "api";
    /**
     * @description failed: found by its words, and not yet by the meaning of what is new; deleted: on its way out of the index
     * @enum {string}
     */
    state: "pending" | "indexing" | "indexed" | "failed" | "deleted";
    /** @description What is to be indexed */
    revision: number;
    /** @description What is found now by word and by meaning */
    indexed_revision: number | null;
    /** @description Which embedder its vectors are of */
    model: string | null;
    chunks: number | null;
    /** @description How often indexing this revision failed */
    attempts: number;
    /** @description Why it failed the last time */
    error_code: string | null;
    error_message: string | null;
    /** @description null: nothing is to be done, or nothing that would help by itself */
    next_attempt_at: string | null;
    indexed_at: string | null;
    /** Format: date-time */
    created_at: string;
    /** Format: date-time */
    updated_at: string;
    /** @description This and what follows of documents that were put here */
    title: string | null;
    text: string | null;
    metadata: {
        /** @default null */
        user_id: string | null;
        /** @default null */
        content_type: ("blog_post" | "social_post" | "email" | "ad_copy" | "image" | "video") | null;
        /** @default null */
        platform: string | null;
        /** @default null */
        status: ("draft" | "review" | "changes_requested" | "approved" | "rejected" | "published" | "archived") | null;
        /** @default [] */
        topics: string[];
        /** @default null */
        quality_score: number | null;
        /**
         * @description When it was put here, unless told
         * @default null
         */
        created_at: string | null;
        /** @default null */
        published_at: string | null;
    } | null;
};
type AMlModel = {
    /** Format: uuid */
    id: string;
    name: string;
    /** @enum {string} */
    model_type: "content_generation" | "recommendation" | "engagement_prediction" | "optimization";
    version: string;
    /** @description Of an active content_generation model: what runs are written with that name no model themselves */
    config: {
        [key: string]: Schemas["JsonValue"];
    };
    performance_metrics: {
        [key: string]: Schemas["JsonValue"];
    };
    training_data_info: {
        [key: string]: Schemas["JsonValue"];
    };
    /** @description Of each type there is at most one */
    is_active: boolean;
    /** Format: date-time */
    created_at: string;
    /** Format: date-time */
    updated_at: string;
};
type AModelPrice = {
    /**
     * Format: uuid
     * @description The version, which usage names as its price_version
     */
    id: string;
    model: string;
    /**
     * @description A company’s own price goes before everybody’s
     * @enum {string}
     */
    source: "company" | "everybody";
    /** Format: date-time */
    valid_from: string;
    /** @description Null: the company’s own price was withdrawn */
    usd_per_million: {
        /** @description Tokens that were sent, without those of the provider’s cache */
        input: string;
        output: string;
        /**
         * @description Null: not known, and a call that has such tokens costs nobody knows what
         * @default null
         */
        cache_read: string | null;
        /**
         * @description Alike
         * @default null
         */
        cache_write: string | null;
        /**
         * @description Null: as all output
         * @default null
         */
        reasoning: string | null;
    } | null;
    /** Format: date-time */
    created_at: string;
};
type AMovedCampaign = {
    /** Format: uuid */
    id: string;
    /** Format: uuid */
    company_id: string;
    /**
     * Format: uuid
     * @description Who made it
     */
    user_id: string;
    name: string;
    description: string | null;
    objectives: string[];
    target_audience: {
        [key: string]: Schemas["JsonValue"];
    };
    /** @description US dollars */
    budget_allocated: string | null;
    /** @description US dollars, to the last digit of what drafts cost */
    budget_spent: string;
    /** @description Below zero where costs were paid that nobody could refuse any more */
    budget_left: string | null;
    start_date: string | null;
    end_date: string | null;
    time_zone: string;
    /** @description The end of its last day in its time zone; null where it has none */
    ends_at: string | null;
    /** @enum {string} */
    status: "draft" | "active" | "paused" | "completed" | "cancelled";
    revision: number;
    /** Format: date-time */
    created_at: string;
    /** Format: date-time */
    updated_at: string;
    /** @description What became of its scheduled posts; null where scheduling did not answer: they follow as soon as it is there */
    posts: Schemas["MovedPosts"] | null;
};
type AMovedPosts = {
    /** @description Held: none of these leaves */
    stopped: number;
    /** @description Under way at that instant, or sent without knowing whether it arrived; each is settled one way or the other */
    leaving: number;
    /** @description Published */
    left: number;
    /** @description Wait for their instants again. Of this very step; a repeat of it answers the same */
    freed: number;
    /** @description Of this very step; a repeat of it answers the same */
    cancelled: number;
    /** @description Held for more than six hours past their instants, and so not sent any more. Of this very step; a repeat of it answers the same */
    missed: number;
};
type ANearDuplicate = {
    /** Format: uuid */
    content_id: string;
    title: string | null;
    /** @description Part of their runs of three words that both share: 1 for the same words, 0.82 at least */
    similarity: number;
};
type ANotFoundDetail = {
    /** @description What was not found */
    detail: string;
};
type ANotification = {
    /** @description Resume after it with Last-Event-ID */
    id: string;
    /** @description The event that it tells of, such as content.published */
    type: string;
    time: string;
    data: {
        [key: string]: Schemas["JsonValue"];
    };
};
type AOpenSession = {
    /** Format: uuid */
    id: string;
    /** @description From where it was opened or last refreshed */
    address: string | null;
    user_agent: string | null;
    /** Format: date-time */
    created_at: string;
    /**
     * Format: date-time
     * @description When it was opened or last refreshed
     */
    last_seen_at: string;
    /** Format: date-time */
    expires_at: string;
    /** @description The session of this request */
    is_current: boolean;
};
type APerformanceSnapshot = {
    /** @description As the events named it; empty where they named none */
    platform: string;
    /** @description Events `impression`; views are not among them */
    impressions: number;
    /** @description Events `view` */
    views: number;
    /** @description Events `like` */
    likes: number;
    /** @description Events `share` */
    shares: number;
    /** @description Events `comment` */
    comments: number;
    /** @description Events `click` */
    clicks: number;
    /** @description (likes + shares + comments + clicks) / impressions, to six places; 0 where there are no impressions */
    engagement_rate: number;
    /** @description clicks / impressions, alike */
    ctr: number;
    /**
     * Format: date-time
     * @description Beginning of the quarter of an hour, in UTC, in which the figures came to be these
     */
    recorded_at: string;
};
type APlanningAnalytics = {
    /** @description As the events named it; empty where they named none */
    platform: string;
    metrics: {
        /** @description How many contents have figures of this platform */
        contents: number;
        /** @description Contents of the strategy beyond the thousand planned latest, which were not asked for */
        contents_left_out: number;
        impressions: number;
        views: number;
        likes: number;
        shares: number;
        comments: number;
        clicks: number;
        /** @description (likes + shares + comments + clicks) / impressions; null without impressions */
        engagement_rate: number | null;
        /** @description clicks / impressions; null without impressions */
        ctr: number | null;
    };
    /** @description Engagements per 100 impressions: 100 × (likes + shares + comments + clicks) / impressions; null without impressions */
    performance_score: number | null;
    /**
     * Format: date-time
     * @description Of the newest figures in it
     */
    recorded_at: string;
};
type APlatformAccount = {
    /** Format: uuid */
    id: string;
    /** Format: uuid */
    company_id: string;
    /** @enum {string} */
    platform: "webhook";
    name: string;
    settings: Schemas["WebhookSettings"];
    /** @enum {string} */
    status: "connected" | "disconnected";
    /** Format: date-time */
    created_at: string;
    /** Format: date-time */
    updated_at: string;
};
type APostAttempt = {
    number: number;
    /** Format: date-time */
    started_at: string;
    finished_at: string | null;
    /** @description null while the call is under way */
    outcome: ("published" | "failed" | "unknown") | null;
    status_code: number | null;
    error_message: string | null;
};
type AProblem = {
    /** @description urn:smartcontent:error:<code>; the same for every occurrence */
    type: string;
    /** @description What the code means */
    title: string;
    status: number;
    /** @description What went wrong this time */
    detail: string;
    /** @description Path of the request */
    instance?: string;
    /** @description Stable; docs/reference/errors.md lists them all */
    code: string;
    /** @description The unchanged request may succeed later and does no harm then; false where a POST without an Idempotency-Key is possibly applied */
    is_retryable: boolean;
    /** @description Names this request in the logs of every service */
    correlation_id: string;
    /** @description What the code adds: errors: [{ path, message }] of an invalid input, retry_after_seconds of a 429 or 503, is_possibly_applied: true of a 503 after which nobody knows whether the request was carried out (of a 504 nobody ever does) */
    data: {
        [key: string]: Schemas["JsonValue"];
    };
};
type AProfile = {
    interests: string[];
    preferred_topics: string[];
    content_preferences: {
        [key: string]: Schemas["JsonValue"];
    };
    engagement_patterns: {
        [key: string]: Schemas["JsonValue"];
    };
    behavioral_data: {
        [key: string]: Schemas["JsonValue"];
    };
    last_activity_at: string | null;
    /** @description null where nothing was set yet */
    updated_at: string | null;
};
type AProviderKey = {
    /** Format: uuid */
    id: string;
    service_name: string;
    /** @description The end of the key, to recognise it by */
    last_four: string;
    /** @description How its models are called: as those of Anthropic, or as those of OpenAI, whose API many servers speak; null where it has none */
    protocol: ("anthropic" | "openai") | null;
    /** @description The one place that the key is sent to; null is the public address of anthropic or openai */
    base_url: string | null;
    is_active: boolean;
    /** Format: uuid */
    created_by: string;
    /** Format: date-time */
    created_at: string;
    /** Format: date-time */
    updated_at: string;
    /** @description When the key was last replaced by another */
    rotated_at: string | null;
};
type AScheduledPost = {
    /** Format: uuid */
    id: string;
    /** Format: uuid */
    company_id: string;
    /** Format: uuid */
    content_id: string;
    /** Format: uuid */
    version_id: string;
    version_hash: string;
    campaign_id: string | null;
    /** @enum {string} */
    platform: "webhook";
    /** Format: uuid */
    platform_account_id: string;
    /** Format: date-time */
    scheduled_time: string;
    /** @enum {string} */
    status: "pending" | "publishing" | "published" | "failed" | "cancelled" | "unknown" | "missed" | "paused";
    published_at: string | null;
    platform_post_id: string | null;
    error_code: string | null;
    error_message: string | null;
    retry_count: number;
    revision: number;
    /** Format: date-time */
    created_at: string;
    /** Format: date-time */
    updated_at: string;
};
type ASession = {
    access_token: string;
    /** @constant */
    token_type: "Bearer";
    /** @description Seconds */
    expires_in: number;
    refresh_token: string;
    /** Format: uuid */
    session_id: string;
    /** Format: date-time */
    session_expires_at: string;
};
type ASettings = {
    preferred_ai_provider: string | null;
    default_content_type: string | null;
    ui_theme: string;
    language: string;
    settings_json: {
        [key: string]: Schemas["JsonValue"];
    };
    /** @description null where nothing was set yet */
    updated_at: string | null;
};
type AStrategy = {
    /** Format: uuid */
    id: string;
    user_id: number | string;
    name: string;
    industry: string | null;
    target_audience: (string | {
        [key: string]: Schemas["JsonValue"];
    }) | null;
    content_pillars: (string | {
        [key: string]: Schemas["JsonValue"];
    })[];
    ai_recommendations: {
        [key: string]: Schemas["JsonValue"];
    };
    revision: number;
    /** Format: date-time */
    created_at: string;
    /** Format: date-time */
    updated_at: string;
};
type AStrategySummary = {
    /** Format: uuid */
    strategy_id: string;
    name: string;
    total_events: number;
    by_status: {
        draft: number;
        scheduled: number;
        published: number;
        cancelled: number;
    };
    /** @description The 100 most frequent */
    by_platform: {
        items: {
            platform: string;
            events: number;
        }[];
        /** @description Events of those that are not listed */
        others: number;
    };
    /** @description The 100 most frequent */
    by_content_type: {
        items: {
            content_type: string;
            events: number;
        }[];
        /** @description Events of those that are not listed */
        others: number;
    };
    by_month: {
        /** @description Of UTC, such as 2026-01 */
        month: string;
        events: number;
    }[];
    first_event: {
        /** Format: uuid */
        id: string;
        title: string;
        /** Format: date-time */
        scheduled_date: string;
    } | null;
    /** @description The first from now on that is not cancelled */
    next_event: {
        /** Format: uuid */
        id: string;
        title: string;
        /** Format: date-time */
        scheduled_date: string;
    } | null;
    last_event: {
        /** Format: uuid */
        id: string;
        title: string;
        /** Format: date-time */
        scheduled_date: string;
    } | null;
    /** @description How many contents its events name */
    contents: number;
    /** Format: date-time */
    created_at: string;
    /** Format: date-time */
    updated_at: string;
};
type AUser = {
    /** Format: uuid */
    id: string;
    /** Format: uuid */
    company_id: string;
    email: string;
    username: string;
    /** @enum {string} */
    role: "admin" | "manager" | "user" | "viewer";
    /** Format: date-time */
    created_at: string;
};
type AUserDetail = {
    /** Format: uuid */
    id: string;
    username: string;
    first_name: string | null;
    last_name: string | null;
    email: string;
    email_verified: boolean;
    /** @enum {string} */
    role: "admin" | "manager" | "user" | "viewer";
    is_active: boolean;
    preferences: {
        [key: string]: Schemas["JsonValue"];
    };
    last_login_at: string | null;
    /** Format: date-time */
    created_at: string;
    /** Format: date-time */
    updated_at: string;
};
type AVersion = {
    /** Format: uuid */
    id: string;
    /** Format: uuid */
    content_id: string;
    number: number;
    hash: string;
    title: string | null;
    /** Format: uuid */
    created_by: string;
    /** Format: date-time */
    created_at: string;
    approved_by: string | null;
    approved_at: string | null;
    /** @enum {string} */
    content_type: "blog_post" | "social_post" | "email" | "ad_copy" | "image" | "video";
    platform: string | null;
    content_text: string | null;
    metadata: {
        [key: string]: Schemas["JsonValue"];
    };
};
type AVersionSummary = {
    /** Format: uuid */
    id: string;
    /** Format: uuid */
    content_id: string;
    number: number;
    hash: string;
    title: string | null;
    /** Format: uuid */
    created_by: string;
    /** Format: date-time */
    created_at: string;
    approved_by: string | null;
    approved_at: string | null;
};
type AWebhookSettings = {
    url: string;
    lookup_url?: string;
};
type AWrittenContent = {
    /** Format: uuid */
    id: string;
    /** Format: uuid */
    company_id: string;
    /**
     * Format: uuid
     * @description Its author
     */
    user_id: string;
    campaign_id: string | null;
    title: string | null;
    /** @enum {string} */
    content_type: "blog_post" | "social_post" | "email" | "ad_copy" | "image" | "video";
    platform: string | null;
    /** @enum {string} */
    status: "draft" | "review" | "changes_requested" | "approved" | "rejected" | "published" | "archived";
    quality_score: number | null;
    /** @description Grows with every change; name it to change what you have seen */
    revision: number;
    /**
     * Format: uuid
     * @description Its current version
     */
    version_id: string;
    version_number: number;
    /** @description SHA-256 of the current version; an approval binds to it */
    version_hash: string;
    approved_version_id: string | null;
    /** Format: date-time */
    created_at: string;
    /** Format: date-time */
    updated_at: string;
    published_at: string | null;
    scheduled_for: string | null;
    content_text: string | null;
    metadata: {
        [key: string]: Schemas["JsonValue"];
    };
    brand_guidelines_applied: {
        [key: string]: Schemas["JsonValue"];
    };
    ai_model_used: string | null;
    generation_prompt: string | null;
    /** @description A warning: other contents that say nearly the same, the nearest first, five at most; of what was written in the last seconds nothing may be known yet. Texts of fewer than 8 words have none. null: it was not looked, because the index did not answer within 200 ms or the caller may not read contents. Absent where a change left the text as it was */
    near_duplicates?: Schemas["NearDuplicate"][] | null;
};
export interface Schemas {
    Activity: AActivity;
    ApiKey: AApiKey;
    AuditEntry: AAuditEntry;
    Booking: ABooking;
    BrandTerm: ABrandTerm;
    Budget: ABudget;
    CalendarEvent: ACalendarEvent;
    Campaign: ACampaign;
    CampaignReport: ACampaignReport;
    Client: AClient;
    Colleague: AColleague;
    Company: ACompany;
    CompanyDetail: ACompanyDetail;
    CompanyInBrief: ACompanyInBrief;
    Contact: AContact;
    Content: AContent;
    ContentPerformance: AContentPerformance;
    ContentSummary: AContentSummary;
    DdlLine: ADdlLine;
    DeadLetter: ADeadLetter;
    DeadLetterDetail: ADeadLetterDetail;
    EmbedderSettings: AEmbedderSettings;
    Erasure: AErasure;
    ErasureReport: AErasureReport;
    FoundContent: AFoundContent;
    Generation: AGeneration;
    GenerationNews: AGenerationNews;
    GenerationSummary: AGenerationSummary;
    IndexDocument: AIndexDocument;
    IngestEvent: AIngestEvent;
    InvalidDetail: AInvalidDetail;
    Invitation: AInvitation;
    JsonValue: AJsonValue;
    KeptIndexDocument: AKeptIndexDocument;
    MlModel: AMlModel;
    ModelPrice: AModelPrice;
    MovedCampaign: AMovedCampaign;
    MovedPosts: AMovedPosts;
    NearDuplicate: ANearDuplicate;
    NotFoundDetail: ANotFoundDetail;
    Notification: ANotification;
    OpenSession: AOpenSession;
    PerformanceSnapshot: APerformanceSnapshot;
    PlanningAnalytics: APlanningAnalytics;
    PlatformAccount: APlatformAccount;
    PostAttempt: APostAttempt;
    Problem: AProblem;
    Profile: AProfile;
    ProviderKey: AProviderKey;
    ScheduledPost: AScheduledPost;
    Session: ASession;
    Settings: ASettings;
    Strategy: AStrategy;
    StrategySummary: AStrategySummary;
    User: AUser;
    UserDetail: AUserDetail;
    Version: AVersion;
    VersionSummary: AVersionSummary;
    WebhookSettings: AWebhookSettings;
    WrittenContent: AWrittenContent;
}
type OfidentityAccountGet = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("company" | "user")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Who the credential belongs to */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    company: Schemas["Company"];
                    user: Schemas["User"];
                };
            };
        };
    };
};
type OfanalyticsActivityCount = {
    parameters: {
        query: {
            /**
             * @description Inclusive
             * @example 2026-01-01T00:00:00Z
             */
            from: string;
            /**
             * @description Exclusive
             * @example 2026-02-01T00:00:00Z
             */
            to: string;
            /**
             * @description IANA name
             * @example Europe/Berlin
             */
            time_zone?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("day" | "type" | "events")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description What was done with contents and posts, counted per day of a time zone and type; days without anything are left out */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: {
                        /** Format: date */
                        day: string;
                        /** @description `<entity>.<what happened>`: `content.created`, `version.approved`, `post.published`; more may come */
                        type: string;
                        events: number;
                    }[];
                };
            };
        };
    };
};
type OfidentityApiKeyAdd = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000009 */
            client_id: string;
        };
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                /**
                 * @description publishable: may stand in a web page; its scopes are exactly events:write
                 * @default secret
                 * @enum {string}
                 */
                kind?: "secret" | "publishable";
                scopes: ("account:read" | "account:write" | "account:manage" | "audit:read" | "content:read" | "content:write" | "content:approve" | "generation:read" | "generation:write" | "planning:read" | "planning:write" | "campaign:write" | "schedule:read" | "schedule:write" | "events:write" | "analytics:read" | "notifications:read")[];
                /** Format: date-time */
                expires_at?: string;
                /** @description Requests a minute by class of route, where they are fewer than the company has */
                limits?: {
                    [key: string]: number;
                };
                /** @description Of a publishable key: the pages that may use it; any unless told */
                allowed_origins?: string[];
            };
        };
    };
    responses: {
        /** @description Make a further API key of a client; it is shown once */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** Format: uuid */
                    id: string;
                    /**
                     * Format: uuid
                     * @description The API consumer that holds it
                     */
                    client_id: string;
                    /** @description The name of the client */
                    name: string;
                    /** @enum {string} */
                    kind: "secret" | "publishable";
                    /** @description First characters of the key, to recognise it by */
                    prefix: string;
                    /** @enum {string} */
                    role: "admin" | "manager" | "user" | "viewer";
                    scopes: ("account:read" | "account:write" | "account:manage" | "audit:read" | "content:read" | "content:write" | "content:approve" | "generation:read" | "generation:write" | "planning:read" | "planning:write" | "campaign:write" | "schedule:read" | "schedule:write" | "events:write" | "analytics:read" | "notifications:read")[];
                    limits: {
                        [key: string]: number;
                    } | null;
                    /** @description Of a publishable key: the pages that may use it; null is any */
                    allowed_origins: string[] | null;
                    /** @description The key that it was rotated to */
                    replaced_by: string | null;
                    expires_at: string | null;
                    revoked_at: string | null;
                    last_used_at: string | null;
                    /** Format: date-time */
                    created_at: string;
                    key: string;
                };
            };
        };
    };
};
type OfidentityApiKeyList = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            /** @description Only the keys of this client */
            client_id?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "client_id" | "name" | "kind" | "prefix" | "role" | "scopes" | "limits" | "allowed_origins" | "replaced_by" | "expires_at" | "revoked_at" | "last_used_at" | "created_at")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description List API keys */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["ApiKey"][];
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfidentityApiKeyCreate = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                name: string;
                /** Format: email */
                contact_email?: string;
                /**
                 * @description publishable: may stand in a web page; its scopes are exactly events:write
                 * @default secret
                 * @enum {string}
                 */
                kind?: "secret" | "publishable";
                scopes: ("account:read" | "account:write" | "account:manage" | "audit:read" | "content:read" | "content:write" | "content:approve" | "generation:read" | "generation:write" | "planning:read" | "planning:write" | "campaign:write" | "schedule:read" | "schedule:write" | "events:write" | "analytics:read" | "notifications:read")[];
                /** Format: date-time */
                expires_at?: string;
                /** @description Requests a minute by class of route, where they are fewer than the company has */
                limits?: {
                    [key: string]: number;
                };
                /** @description Of a publishable key: the pages that may use it; any unless told */
                allowed_origins?: string[];
            };
        };
    };
    responses: {
        /** @description Make a client with a scoped API key; the key is shown once */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** Format: uuid */
                    id: string;
                    /**
                     * Format: uuid
                     * @description The API consumer that holds it
                     */
                    client_id: string;
                    /** @description The name of the client */
                    name: string;
                    /** @enum {string} */
                    kind: "secret" | "publishable";
                    /** @description First characters of the key, to recognise it by */
                    prefix: string;
                    /** @enum {string} */
                    role: "admin" | "manager" | "user" | "viewer";
                    scopes: ("account:read" | "account:write" | "account:manage" | "audit:read" | "content:read" | "content:write" | "content:approve" | "generation:read" | "generation:write" | "planning:read" | "planning:write" | "campaign:write" | "schedule:read" | "schedule:write" | "events:write" | "analytics:read" | "notifications:read")[];
                    limits: {
                        [key: string]: number;
                    } | null;
                    /** @description Of a publishable key: the pages that may use it; null is any */
                    allowed_origins: string[] | null;
                    /** @description The key that it was rotated to */
                    replaced_by: string | null;
                    expires_at: string | null;
                    revoked_at: string | null;
                    last_used_at: string | null;
                    /** Format: date-time */
                    created_at: string;
                    key: string;
                };
            };
        };
    };
};
type OfidentityApiKeyRevoke = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000003 */
            key_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Revoke an API key at once */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["ApiKey"];
            };
        };
    };
};
type OfidentityApiKeyRotate = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000003 */
            key_id: string;
        };
        cookie?: never;
    };
    requestBody?: {
        content: {
            "application/json": {
                /**
                 * @description How long the old key still works
                 * @default 86400
                 */
                overlap_seconds?: number;
                /**
                 * Format: date-time
                 * @description Of the new key; unless told it lives as long as the old one was made to live
                 */
                expires_at?: string;
            };
        };
    };
    responses: {
        /** @description Replace an API key by a new one, which is shown once; the old one works on for a while */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** Format: uuid */
                    id: string;
                    /**
                     * Format: uuid
                     * @description The API consumer that holds it
                     */
                    client_id: string;
                    /** @description The name of the client */
                    name: string;
                    /** @enum {string} */
                    kind: "secret" | "publishable";
                    /** @description First characters of the key, to recognise it by */
                    prefix: string;
                    /** @enum {string} */
                    role: "admin" | "manager" | "user" | "viewer";
                    scopes: ("account:read" | "account:write" | "account:manage" | "audit:read" | "content:read" | "content:write" | "content:approve" | "generation:read" | "generation:write" | "planning:read" | "planning:write" | "campaign:write" | "schedule:read" | "schedule:write" | "events:write" | "analytics:read" | "notifications:read")[];
                    limits: {
                        [key: string]: number;
                    } | null;
                    /** @description Of a publishable key: the pages that may use it; null is any */
                    allowed_origins: string[] | null;
                    /** @description The key that it was rotated to */
                    replaced_by: string | null;
                    expires_at: string | null;
                    revoked_at: string | null;
                    last_used_at: string | null;
                    /** Format: date-time */
                    created_at: string;
                    key: string;
                    /** @description The old key, and until when it works */
                    replaces: Schemas["ApiKey"];
                };
            };
        };
    };
};
type OfidentityAuditExport = {
    parameters: {
        query?: {
            table_name?: string;
            operation?: "insert" | "update" | "delete" | "read" | "export";
            user_id?: string;
            correlation_id?: string;
            /** @description From this instant on */
            from?: string;
            /** @description Before this instant */
            to?: string;
            /** @description Only what this service wrote down */
            service?: "identity" | "content" | "generation" | "campaigns" | "scheduling" | "analytics" | "embeddings";
            /** @description Of the download itself; nobody is given one */
            cursor?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description The audit log as NDJSON, newest first; that it was exported is written down before the first line leaves */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["AuditEntry"];
            };
        };
    };
};
type OfidentityAuditList = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            table_name?: string;
            operation?: "insert" | "update" | "delete" | "read" | "export";
            user_id?: string;
            correlation_id?: string;
            /** @description From this instant on */
            from?: string;
            /** @description Before this instant */
            to?: string;
            /** @description Only what this service wrote down */
            service?: "identity" | "content" | "generation" | "campaigns" | "scheduling" | "analytics" | "embeddings";
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "service" | "at" | "table_name" | "operation" | "actor" | "user_id" | "correlation_id" | "address" | "user_agent" | "old_values" | "new_values" | "is_readable" | "seq" | "prev_hash" | "hash")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Who did what in the company, newest first */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["AuditEntry"][];
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfcampaignsBookingList = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "campaign_id" | "kind" | "source" | "amount_usd" | "booking_id" | "is_waiting" | "unpriced_calls" | "note" | "created_by" | "created_at")[];
        };
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000040 */
            campaign_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description What was booked on a campaign, newest first */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["Booking"][];
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfcampaignsBookingCreate = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000040 */
            campaign_id: string;
        };
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                /**
                 * Format: uuid
                 * @description Of your own choice; the same one is booked once
                 */
                id?: string;
                /**
                 * @description A refund gives back all or a part of one booking, and never more
                 * @enum {string}
                 */
                kind: "booking" | "refund";
                amount_usd: string;
                /**
                 * @description Of a refund: the booking of a person, which may come later; more than that booking does not come back
                 * @default null
                 */
                booking_id?: string | null;
                /** @default null */
                note?: string | null;
            };
        };
    };
    responses: {
        /** @description Book what a campaign cost, or a refund of it; nothing above what is left. An id of your own makes a repeat harmless, in any order */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["Booking"];
            };
        };
    };
};
type OfidentityBrandTermList = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            kind?: ("preferred" | "forbidden" | "neutral")[];
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "term" | "kind" | "replacement" | "note" | "created_by" | "created_at" | "updated_at")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description List the brand vocabulary in the order of its terms */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["BrandTerm"][];
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfidentityBrandTermAdd = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                term: string;
                /** @enum {string} */
                kind: "preferred" | "forbidden" | "neutral";
                replacement?: string | null;
                note?: string | null;
            };
        };
    };
    responses: {
        /** @description Add a term to the company’s brand vocabulary; the case of its letters makes no other term */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["BrandTerm"];
            };
        };
    };
};
type OfidentityBrandTermRemove = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-00000000000b */
            term_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Take a term out of the brand vocabulary */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["BrandTerm"];
            };
        };
    };
};
type OfidentityBrandTermUpdate = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-00000000000b */
            term_id: string;
        };
        cookie?: never;
    };
    requestBody?: {
        content: {
            "application/json": {
                term?: string;
                /** @enum {string} */
                kind?: "preferred" | "forbidden" | "neutral";
                replacement?: string | null;
                note?: string | null;
            };
        };
    };
    responses: {
        /** @description Change a term; a field that is given replaces what was kept */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["BrandTerm"];
            };
        };
    };
};
type OfgenerationBudgetDelete = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000030 */
            budget_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Take a budget away: it bounds nothing any more. Set again it goes on with what was spent of it */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": null;
            };
        };
    };
};
type OfgenerationBudgetList = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "campaign_id" | "period" | "amount_usd" | "period_start" | "spent_usd" | "reserved_usd" | "left_usd" | "created_at" | "updated_at")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description List budgets with what is spent, reserved and left of them */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["Budget"][];
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfgenerationBudgetSet = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                /**
                 * @description Null: all that the company generates
                 * @default null
                 */
                campaign_id?: string | null;
                /** @enum {string} */
                period: "day" | "week" | "month" | "total";
                /** @description US dollars; 0 lets only what costs nothing run */
                amount_usd: string;
            };
        };
    };
    responses: {
        /** @description Set a hard budget: nothing is generated that could overdraw it. Of each campaign, of all together, and period there is one */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["Budget"];
            };
        };
    };
};
type OfcampaignsCalendarEventList = {
    parameters: {
        query?: {
            /** @description Items per page at most */
            limit?: number;
            /** @description From the Link header of the page before */
            cursor?: string;
            strategy_id?: string;
            campaign_id?: string;
            /** @description Order of the items; with - from the highest */
            sort?: "scheduled_date" | "-scheduled_date";
            status?: ("draft" | "scheduled" | "published" | "cancelled")[];
            platform?: string;
            content_type?: string;
            /**
             * @description From this instant on
             * @example 2026-01-01
             */
            scheduled_date_from?: string;
            /** @description Before this instant */
            scheduled_date_to?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "strategy_id" | "title" | "description" | "content_type" | "platform" | "scheduled_date" | "status" | "ai_recommendations" | "content_id" | "campaign_id" | "revision" | "created_at" | "updated_at")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Calendar events by their date, the earliest first unless told */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["CalendarEvent"][];
            };
        };
    };
};
type OfcampaignsCalendarEventCreate = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                /** Format: uuid */
                strategy_id: string;
                title: string;
                /** @default  */
                description?: string;
                content_type: string;
                platform: string;
                /** @description An instant with its offset or, without one, in UTC; or a date alone, which is its midnight in UTC */
                scheduled_date: string;
                /**
                 * @default draft
                 * @enum {string}
                 */
                status?: "draft" | "scheduled" | "published" | "cancelled";
                /** @default {} */
                ai_recommendations?: {
                    [key: string]: Schemas["JsonValue"];
                };
                /** @default null */
                content_id?: string | null;
                /** @default null */
                campaign_id?: string | null;
            };
        };
    };
    responses: {
        /** @description Put something into the calendar of a strategy */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["CalendarEvent"];
            };
        };
    };
};
type OfcampaignsCalendarEventGet = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "strategy_id" | "title" | "description" | "content_type" | "platform" | "scheduled_date" | "status" | "ai_recommendations" | "content_id" | "campaign_id" | "revision" | "created_at" | "updated_at")[];
        };
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000051 */
            event_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description One calendar event */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["CalendarEvent"];
            };
        };
    };
};
type OfcampaignsCalendarEventUpdate = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000051 */
            event_id: string;
        };
        cookie?: never;
    };
    requestBody?: {
        content: {
            "application/json": {
                /** Format: uuid */
                strategy_id?: string;
                title?: string;
                description?: string;
                content_type?: string;
                platform?: string;
                /** @description An instant with its offset or, without one, in UTC; or a date alone, which is its midnight in UTC */
                scheduled_date?: string;
                /** @enum {string} */
                status?: "draft" | "scheduled" | "published" | "cancelled";
                ai_recommendations?: {
                    [key: string]: Schemas["JsonValue"];
                };
                content_id?: string | null;
                campaign_id?: string | null;
            };
        };
    };
    responses: {
        /** @description Change what is given of a calendar event; the rest stays */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["CalendarEvent"];
            };
        };
    };
};
type OfcampaignsCalendarEventDelete = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000051 */
            event_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Take an event out of the calendar */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    message: string;
                };
            };
        };
    };
};
type OfcampaignsCalendarEventAnalyticsGet = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000051 */
            event_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description What the content of an event brought, per platform; an empty list where it has none, or nothing was measured yet */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["PlanningAnalytics"][];
            };
        };
    };
};
type OfcampaignsCampaignCancel = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000040 */
            campaign_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Give a campaign up; posts of it that have not left are cancelled */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["MovedCampaign"];
            };
        };
    };
};
type OfcampaignsCampaignComplete = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000040 */
            campaign_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Complete a campaign; posts of it that have not left are cancelled */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["MovedCampaign"];
            };
        };
    };
};
type OfcampaignsCampaignList = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            /**
             * @example [
             *       "active"
             *     ]
             */
            status?: ("draft" | "active" | "paused" | "completed" | "cancelled")[];
            user_id?: string;
            /** @description created_at at or after it */
            created_at_from?: string;
            /** @description created_at before it */
            created_at_to?: string;
            /** @description Order of the items; with - from the highest */
            sort?: "created_at" | "-created_at";
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "company_id" | "user_id" | "name" | "description" | "objectives" | "target_audience" | "budget_allocated" | "budget_spent" | "budget_left" | "start_date" | "end_date" | "time_zone" | "ends_at" | "status" | "revision" | "created_at" | "updated_at")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description List campaigns; newest first unless told */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["Campaign"][];
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfcampaignsCampaignCreate = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                name: string;
                /** @default null */
                description?: string | null;
                /** @default [] */
                objectives?: string[];
                /**
                 * @description At most 16 KiB as JSON
                 * @default {}
                 */
                target_audience?: {
                    [key: string]: Schemas["JsonValue"];
                };
                /**
                 * @description Null: nothing bounds it
                 * @default null
                 */
                budget_allocated?: string | null;
                /** @default null */
                start_date?: string | null;
                /**
                 * @description Its last day; at its end the campaign completes by itself
                 * @default null
                 */
                end_date?: string | null;
                /**
                 * @description In which its days begin and end
                 * @default UTC
                 */
                time_zone?: string;
            };
        };
    };
    responses: {
        /** @description Plan a campaign; it is a draft until it is started */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["Campaign"];
            };
        };
    };
};
type OfcampaignsCampaignGet = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "company_id" | "user_id" | "name" | "description" | "objectives" | "target_audience" | "budget_allocated" | "budget_spent" | "budget_left" | "start_date" | "end_date" | "time_zone" | "ends_at" | "status" | "revision" | "created_at" | "updated_at")[];
        };
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000040 */
            campaign_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description One campaign */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["Campaign"];
            };
        };
    };
};
type OfcampaignsCampaignDelete = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000040 */
            campaign_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Delete a campaign that is a draft and has no bookings; others are cancelled */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** Format: uuid */
                    id: string;
                    /** @constant */
                    deleted: true;
                };
            };
        };
    };
};
type OfcampaignsCampaignUpdate = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000040 */
            campaign_id: string;
        };
        cookie?: never;
    };
    requestBody?: {
        content: {
            "application/json": {
                name?: string;
                description?: string | null;
                objectives?: string[];
                /** @description At most 16 KiB as JSON */
                target_audience?: {
                    [key: string]: Schemas["JsonValue"];
                };
                /** @description Null: nothing bounds it */
                budget_allocated?: string | null;
                start_date?: string | null;
                /** @description Its last day; at its end the campaign completes by itself */
                end_date?: string | null;
                /** @description In which its days begin and end */
                time_zone?: string;
            };
        };
    };
    responses: {
        /** @description Change what a campaign says of itself; one that has ended stays as it is */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["Campaign"];
            };
        };
    };
};
type OfcampaignsCampaignPause = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000040 */
            campaign_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Pause a campaign: what has not left does not leave, and the answer says how much that is */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["MovedCampaign"];
            };
        };
    };
};
type OfcampaignsCampaignReport = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("campaign_id" | "name" | "status" | "made_at" | "contents" | "posts" | "budget" | "engagement" | "cost_per")[];
        };
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000040 */
            campaign_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description What came of a campaign: its contents and posts, what it cost, and what readers did, some seconds behind */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["CampaignReport"];
            };
        };
    };
};
type OfcampaignsCampaignResume = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000040 */
            campaign_id: string;
        };
        cookie?: never;
    };
    requestBody?: {
        content: {
            "application/json": {
                /**
                 * @description Of posts whose instant passed meanwhile: sent at once, or cancelled
                 * @default send
                 * @enum {string}
                 */
                overdue?: "send" | "cancel";
            };
        };
    };
    responses: {
        /** @description Resume a paused campaign: its posts wait for their instants again */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["MovedCampaign"];
            };
        };
    };
};
type OfcampaignsCampaignStart = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000040 */
            campaign_id: string;
        };
        cookie?: never;
    };
    requestBody?: {
        content: {
            "application/json": {
                /**
                 * @description Of posts whose instant passed meanwhile: sent at once, or cancelled
                 * @default send
                 * @enum {string}
                 */
                overdue?: "send" | "cancel";
            };
        };
    };
    responses: {
        /** @description Start a campaign: its posts, which waited for that, leave at their instants */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["MovedCampaign"];
            };
        };
    };
};
type OfidentityClientGet = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "name" | "contact_email" | "created_by" | "created_at" | "updated_at" | "deleted_at")[];
        };
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000009 */
            client_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description One API client */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["Client"];
            };
        };
    };
};
type OfidentityClientDelete = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000009 */
            client_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Delete an API client; its keys are revoked at once */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["Client"];
            };
        };
    };
};
type OfidentityClientUpdate = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000009 */
            client_id: string;
        };
        cookie?: never;
    };
    requestBody?: {
        content: {
            "application/json": {
                name?: string;
                contact_email?: string | null;
            };
        };
    };
    responses: {
        /** @description Rename an API client, or tell whom to write to about it */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["Client"];
            };
        };
    };
};
type OfidentityClientList = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "name" | "contact_email" | "created_by" | "created_at" | "updated_at" | "deleted_at")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description List API clients, newest first */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["Client"][];
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfidentityCompanyErase = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                /** @description Of the admin who asks */
                password: string;
                /** @description The company’s name, typed out */
                company_name: string;
            };
        };
    };
    responses: {
        /** @description Erase the company, everybody in it and everything of it; all log-ins and keys end with the answer, and nothing brings them back */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["Erasure"];
            };
        };
    };
};
type OfidentityCompanyGet = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "name" | "domain" | "industry" | "size" | "brand_guidelines" | "tier" | "api_limits" | "created_at" | "updated_at")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Show the company */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["CompanyDetail"];
            };
        };
    };
};
type OfidentityCompanyUpdate = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: {
        content: {
            "application/json": {
                name?: string;
                domain?: string | null;
                industry?: string | null;
                size?: ("startup" | "small" | "medium" | "large" | "enterprise") | null;
                /** @description At most 64 KiB as JSON */
                brand_guidelines?: {
                    [key: string]: Schemas["JsonValue"];
                };
            };
        };
    };
    responses: {
        /** @description Change the company; a field that is given replaces what was kept */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["CompanyDetail"];
            };
        };
    };
};
type OfidentityCompanySignUp = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                company_name: string;
                /** Format: email */
                email: string;
                /** @description Defaults to the local part of the e-mail address */
                username?: string;
                password: string;
            };
        };
    };
    responses: {
        /** @description Make a company and its admin */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    company: Schemas["Company"];
                    user: Schemas["User"];
                    session: Schemas["Session"];
                };
            };
        };
    };
};
type OfidentityContactGet = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("phone" | "postal_address")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Show one’s own contact details */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["Contact"];
            };
        };
    };
};
type OfidentityContactUpdate = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: {
        content: {
            "application/json": {
                phone?: string | null;
                postal_address?: string | null;
            };
        };
    };
    responses: {
        /** @description Change one’s own contact details, which are kept encrypted; null takes one away */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["Contact"];
            };
        };
    };
};
type OfidentityContactGetOfUser = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("phone" | "postal_address")[];
        };
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000002 */
            user_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Show a user’s contact details; that they were looked at is written into the audit log */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["Contact"];
            };
        };
    };
};
type OfcontentContentArchive = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000004 */
            content_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Put a content away; its pending posts are cancelled */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["ContentSummary"];
            };
        };
    };
};
type OfcontentContentList = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            /**
             * @example [
             *       "draft"
             *     ]
             */
            status?: ("draft" | "review" | "changes_requested" | "approved" | "rejected" | "published" | "archived")[];
            content_type?: ("blog_post" | "social_post" | "email" | "ad_copy" | "image" | "video")[];
            user_id?: string;
            campaign_id?: string;
            /** @description created_at at or after it */
            created_at_from?: string;
            /** @description created_at before it */
            created_at_to?: string;
            /** @description updated_at at or after it */
            updated_at_from?: string;
            /** @description updated_at before it */
            updated_at_to?: string;
            /**
             * @description Order of the items; with - from the highest
             * @example -created_at
             */
            sort?: "created_at" | "-created_at" | "updated_at" | "-updated_at";
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "company_id" | "user_id" | "campaign_id" | "title" | "content_type" | "platform" | "status" | "quality_score" | "revision" | "version_id" | "version_number" | "version_hash" | "approved_version_id" | "created_at" | "updated_at" | "published_at" | "scheduled_for")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Contents without their texts; newest first unless told */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["ContentSummary"][];
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfcontentContentCreate = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                /** @enum {string} */
                content_type: "blog_post" | "social_post" | "email" | "ad_copy" | "image" | "video";
                title?: string | null;
                content_text?: string | null;
                platform?: string | null;
                metadata?: {
                    [key: string]: Schemas["JsonValue"];
                };
                campaign_id?: string | null;
                brand_guidelines_applied?: {
                    [key: string]: Schemas["JsonValue"];
                };
                ai_model_used?: string | null;
                generation_prompt?: string | null;
                quality_score?: number | null;
            };
        };
    };
    responses: {
        /** @description Create a content and its first version */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["WrittenContent"];
            };
        };
    };
};
type OfcontentContentGet = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "company_id" | "user_id" | "campaign_id" | "title" | "content_type" | "platform" | "status" | "quality_score" | "revision" | "version_id" | "version_number" | "version_hash" | "approved_version_id" | "created_at" | "updated_at" | "published_at" | "scheduled_for" | "content_text" | "metadata" | "brand_guidelines_applied" | "ai_model_used" | "generation_prompt")[];
        };
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000004 */
            content_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description One content with its text */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["Content"];
            };
        };
    };
};
type OfcontentContentDelete = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000004 */
            content_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Delete a content with its versions; its pending posts are cancelled */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** Format: uuid */
                    id: string;
                    /** @constant */
                    deleted: true;
                };
            };
        };
    };
};
type OfcontentContentUpdate = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000004 */
            content_id: string;
        };
        cookie?: never;
    };
    requestBody?: {
        content: {
            "application/json": {
                /** @description The revision you have seen; needed where If-Match does not say it */
                revision?: number;
                title?: string | null;
                content_text?: string | null;
                platform?: string | null;
                metadata?: {
                    [key: string]: Schemas["JsonValue"];
                };
                campaign_id?: string | null;
                brand_guidelines_applied?: {
                    [key: string]: Schemas["JsonValue"];
                };
                ai_model_used?: string | null;
                generation_prompt?: string | null;
                quality_score?: number | null;
            };
        };
    };
    responses: {
        /** @description Change a content; a changed text makes a new version */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["WrittenContent"];
            };
        };
    };
};
type OfcontentContentReject = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000004 */
            content_id: string;
        };
        cookie?: never;
    };
    requestBody?: {
        content: {
            "application/json": {
                note?: string;
            };
        };
    };
    responses: {
        /** @description Reject a content in review */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["ContentSummary"];
            };
        };
    };
};
type OfcontentContentRequestChanges = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000004 */
            content_id: string;
        };
        cookie?: never;
    };
    requestBody?: {
        content: {
            "application/json": {
                note?: string;
            };
        };
    };
    responses: {
        /** @description Send a content in review back to its author */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["ContentSummary"];
            };
        };
    };
};
type OfcontentContentSearch = {
    parameters: {
        query: {
            /** @example beta */
            q: string;
            /** @description Items per page */
            limit?: number;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "company_id" | "user_id" | "campaign_id" | "title" | "content_type" | "platform" | "status" | "quality_score" | "revision" | "version_id" | "version_number" | "version_hash" | "approved_version_id" | "created_at" | "updated_at" | "published_at" | "scheduled_for" | "score")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Contents whose title or text match, best first */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        company_id: string;
                        /**
                         * Format: uuid
                         * @description Its author
                         */
                        user_id: string;
                        campaign_id: string | null;
                        title: string | null;
                        /** @enum {string} */
                        content_type: "blog_post" | "social_post" | "email" | "ad_copy" | "image" | "video";
                        platform: string | null;
                        /** @enum {string} */
                        status: "draft" | "review" | "changes_requested" | "approved" | "rejected" | "published" | "archived";
                        quality_score: number | null;
                        /** @description Grows with every change; name it to change what you have seen */
                        revision: number;
                        /**
                         * Format: uuid
                         * @description Its current version
                         */
                        version_id: string;
                        version_number: number;
                        /** @description SHA-256 of the current version; an approval binds to it */
                        version_hash: string;
                        approved_version_id: string | null;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                        published_at: string | null;
                        scheduled_for: string | null;
                        score: number;
                    }[];
                };
            };
        };
    };
};
type OfcontentContentSubmit = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000004 */
            content_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Hand a draft in for review */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["ContentSummary"];
            };
        };
    };
};
type OfanalyticsContentTop = {
    parameters: {
        query: {
            /**
             * @description Inclusive
             * @example 2026-01-01T00:00:00Z
             */
            from: string;
            /**
             * @description Exclusive
             * @example 2026-02-01T00:00:00Z
             */
            to: string;
            /** @example click */
            event_type?: string;
            platform?: string;
            limit?: number;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("content_id" | "events" | "visitors")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Contents with the most events */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: {
                        /** Format: uuid */
                        content_id: string;
                        events: number;
                        visitors: number;
                    }[];
                };
            };
        };
    };
};
type OfanalyticsContentActivityList = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("event_id" | "type" | "occurred_at" | "actor" | "aggregate_id" | "aggregate_version" | "details")[];
        };
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000004 */
            content_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description The timeline of a content and of its posts, newest first */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["Activity"][];
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfembeddingsContentMatch = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                text: string;
                /** @default {} */
                filters?: {
                    /** Format: uuid */
                    user_id?: string;
                    /** @enum {string} */
                    content_type?: "blog_post" | "social_post" | "email" | "ad_copy" | "image" | "video";
                    platform?: string;
                    /** @enum {string} */
                    status?: "draft" | "review" | "changes_requested" | "approved" | "rejected" | "published" | "archived";
                    /** @description Any of them */
                    topics?: string[];
                    /**
                     * Format: date-time
                     * @description Inclusive
                     */
                    created_from?: string;
                    /**
                     * Format: date-time
                     * @description Exclusive
                     */
                    created_to?: string;
                    /**
                     * Format: date-time
                     * @description Inclusive
                     */
                    published_from?: string;
                    /**
                     * Format: date-time
                     * @description Exclusive
                     */
                    published_to?: string;
                    min_quality_score?: number;
                    min_engagement_score?: number;
                };
                /** @default 10 */
                limit?: number;
            };
        };
    };
    responses: {
        /** @description Contents whose vectors are nearest to a text, without regard to its words */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["FoundContent"][];
                    /** @description Whose vectors told what is near; empty: the embedder was away, and words alone answered */
                    models: string[];
                };
            };
        };
    };
};
type OfembeddingsContentResemble = {
    parameters: {
        query?: {
            limit?: number;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("content_id" | "title" | "user_id" | "content_type" | "platform" | "status" | "topics" | "created_at" | "published_at" | "quality_score" | "score" | "word_rank" | "meaning_rank" | "similarity" | "highlights")[];
        };
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000004 */
            content_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description More like this: contents that resemble one that is indexed */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["FoundContent"][];
                    /** @description Whose vectors told what is near; empty: the embedder was away, and words alone answered */
                    models: string[];
                };
            };
        };
    };
};
type OfembeddingsContentSearch = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                query: string;
                /** @default {} */
                filters?: {
                    /** Format: uuid */
                    user_id?: string;
                    /** @enum {string} */
                    content_type?: "blog_post" | "social_post" | "email" | "ad_copy" | "image" | "video";
                    platform?: string;
                    /** @enum {string} */
                    status?: "draft" | "review" | "changes_requested" | "approved" | "rejected" | "published" | "archived";
                    /** @description Any of them */
                    topics?: string[];
                    /**
                     * Format: date-time
                     * @description Inclusive
                     */
                    created_from?: string;
                    /**
                     * Format: date-time
                     * @description Exclusive
                     */
                    created_to?: string;
                    /**
                     * Format: date-time
                     * @description Inclusive
                     */
                    published_from?: string;
                    /**
                     * Format: date-time
                     * @description Exclusive
                     */
                    published_to?: string;
                    min_quality_score?: number;
                    min_engagement_score?: number;
                };
                /** @default 10 */
                limit?: number;
            };
        };
    };
    responses: {
        /** @description Contents found by their words and by their meaning together, with what was found in them */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["FoundContent"][];
                    /** @description Whose vectors told what is near; empty: the embedder was away, and words alone answered */
                    models: string[];
                };
            };
        };
    };
};
type OfembeddingsDocumentGet = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("content_id" | "source" | "state" | "revision" | "indexed_revision" | "model" | "chunks" | "attempts" | "error_code" | "error_message" | "next_attempt_at" | "indexed_at" | "created_at" | "updated_at" | "title" | "text" | "metadata")[];
        };
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000050 */
            content_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Where the index stands with one content or text, and why it is not found where it is not */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["KeptIndexDocument"];
            };
        };
    };
};
type OfembeddingsDocumentPut = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /**
             * @description An id of your own choice
             * @example 0192f0c1-7a00-7000-8000-000000000050
             */
            content_id: string;
        };
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                /** @default null */
                title?: string | null;
                text: string;
                /** @default {} */
                metadata?: {
                    /** @default null */
                    user_id?: string | null;
                    /** @default null */
                    content_type?: ("blog_post" | "social_post" | "email" | "ad_copy" | "image" | "video") | null;
                    /** @default null */
                    platform?: string | null;
                    /** @default null */
                    status?: ("draft" | "review" | "changes_requested" | "approved" | "rejected" | "published" | "archived") | null;
                    /** @default [] */
                    topics?: string[];
                    /** @default null */
                    quality_score?: number | null;
                    /**
                     * @description When it was put here, unless told
                     * @default null
                     */
                    created_at?: string | null;
                    /** @default null */
                    published_at?: string | null;
                };
            };
        };
    };
    responses: {
        /** @description Put a text from elsewhere into the index, or another one in its place; it is found once its state is indexed */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["IndexDocument"];
            };
        };
    };
};
type OfembeddingsDocumentDelete = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000050 */
            content_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Take a text that was put here out of the index */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": null;
            };
        };
    };
};
type OfembeddingsDocumentList = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            /**
             * @example [
             *       "failed"
             *     ]
             */
            state?: ("pending" | "indexing" | "indexed" | "failed" | "deleted")[];
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("content_id" | "source" | "state" | "revision" | "indexed_revision" | "model" | "chunks" | "attempts" | "error_code" | "error_message" | "next_attempt_at" | "indexed_at" | "created_at" | "updated_at")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Where the index stands with contents and texts, by id */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["IndexDocument"][];
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfembeddingsDuplicateCheck = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: {
        content: {
            "application/json": {
                text?: string;
                /**
                 * Format: uuid
                 * @description Of an indexed content; it is not among the answer itself
                 */
                content_id?: string;
            };
        };
    };
    responses: {
        /** @description Contents that say nearly the same as a text, or as another content */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @description The nearest first, five at most */
                    items: Schemas["NearDuplicate"][];
                    /** @description False for fewer than 8 words: such texts are repeated on purpose, and nothing is said about them */
                    is_comparable: boolean;
                };
            };
        };
    };
};
type OfidentityEmailChangeConfirm = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                token: string;
            };
        };
    };
    responses: {
        /** @description Take the address that the token of the mail was sent to for one’s own; the former one is told, sessions stay */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @description Log in with it */
                    email: string;
                };
            };
        };
    };
};
type OfidentityEmailChangeRequest = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                /** Format: email */
                email: string;
                password: string;
            };
        };
    };
    responses: {
        /** @description Have a mail sent to another address, with which it becomes one’s own; whether it has an account is not told */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @description Until when the token of the mail counts
                     */
                    expires_at: string;
                };
            };
        };
    };
};
type OfidentityEmailVerificationConfirm = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                token: string;
            };
        };
    };
    responses: {
        /** @description Verify an e-mail address by the token of the mail that was sent there */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    email: string;
                };
            };
        };
    };
};
type OfidentityEmailVerificationSend = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Send the mail that proves one’s e-mail address once more */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @description Until when its token counts
                     */
                    expires_at: string;
                };
            };
        };
    };
};
type OfembeddingsSettingsGet = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("provider" | "model" | "dimensions" | "asks_for_dimensions" | "embedder" | "answering" | "waiting" | "updated_at")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description By what the texts of the company are embedded, and how far a change of that has come */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["EmbedderSettings"];
            };
        };
    };
};
type OfembeddingsSettingsSet = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                /** @description The name of a key under /v1/provider-keys; null embeds without any network */
                provider: string | null;
                /**
                 * @description As its provider calls it
                 * @default null
                 */
                model?: string | null;
                /**
                 * @description Of its vectors; others are refused
                 * @default 1536
                 */
                dimensions?: number;
                /**
                 * @description Whether the provider is asked for so many, for models that can make shorter vectors
                 * @default false
                 */
                asks_for_dimensions?: boolean;
            };
        };
    };
    responses: {
        /** @description Embed the texts of the company by another model: all are embedded anew, and are found by the former one until they are */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["EmbedderSettings"];
            };
        };
    };
};
type OfanalyticsEngagementLive = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("content_id" | "counts")[];
        };
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000004 */
            content_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Counts of the last hour of activity of a content, as they come in */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** Format: uuid */
                    content_id: string;
                    counts: {
                        [key: string]: number;
                    };
                };
            };
        };
    };
};
type OfanalyticsEventGet = {
    parameters: {
        query: {
            /**
             * @description Inclusive
             * @example 2026-01-01T00:00:00Z
             */
            from: string;
            /**
             * @description Exclusive
             * @example 2026-02-01T00:00:00Z
             */
            to: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("event_id" | "event_type" | "timestamp" | "received_at" | "content_id" | "platform" | "properties")[];
        };
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000009 */
            event_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description One stored event by its id */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** Format: uuid */
                    event_id: string;
                    event_type: string;
                    /** Format: date-time */
                    timestamp: string;
                    /** Format: date-time */
                    received_at: string;
                    content_id: string | null;
                    platform: string;
                    properties: {
                        [key: string]: string;
                    };
                };
            };
        };
    };
};
type OfanalyticsEventsBreakDown = {
    parameters: {
        query: {
            /**
             * @description Inclusive
             * @example 2026-01-01T00:00:00Z
             */
            from: string;
            /**
             * @description Exclusive
             * @example 2026-02-01T00:00:00Z
             */
            to: string;
            /** @example view */
            event_type?: string;
            content_id?: string;
            platform?: string;
            /** @example path */
            property: string;
            limit?: number;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("value" | "events" | "visitors")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Most frequent values of one property of the events, as many as fit into 512 KiB */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: {
                        value: string;
                        events: number;
                        visitors: number;
                    }[];
                };
            };
        };
    };
};
type OfgatewayEventsIngest = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": Schemas["IngestEvent"] | Schemas["IngestEvent"][];
        };
    };
    responses: {
        /** @description Take in one event, a JSON array or NDJSON; 202 once they are durable, bad ones are refused one by one */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** Format: uuid */
                    batch_id: string;
                    received: number;
                    accepted: number;
                    rejected: number;
                    /** @description The first hundred rejections */
                    errors: {
                        /** @description Place in the batch, from 0 */
                        index: number;
                        reason: string;
                    }[];
                };
            };
        };
    };
};
type OfgatewayGenerationStream = {
    parameters: {
        query?: {
            /** @description Resume after it, for clients that cannot send the header Last-Event-ID */
            last_event_id?: string;
        };
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-00000000000e */
            generation_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Server-sent events: how a run goes, from its beginning to its end; resumable with Last-Event-ID for an hour; 204 to a reader that knows the end */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["GenerationNews"];
            };
        };
    };
};
type OfanalyticsIngestAccount = {
    parameters: {
        query: {
            /**
             * @description Inclusive
             * @example 2026-01-01T00:00:00Z
             */
            from: string;
            /**
             * @description Exclusive
             * @example 2026-02-01T00:00:00Z
             */
            to: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("hour" | "received" | "accepted" | "rejected" | "stored" | "duplicate" | "dead" | "in_flight")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description What became of every event received, per hour: accepted = stored + duplicate + dead + in flight */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: {
                        /** Format: date-time */
                        hour: string;
                        received: number;
                        accepted: number;
                        rejected: number;
                        stored: number;
                        duplicate: number;
                        dead: number;
                        in_flight: number;
                    }[];
                    /** @description Messages of the ingest stream, of all companies, not yet read */
                    pending_messages: number;
                };
            };
        };
    };
};
type OfidentityInvitationAccept = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                token: string;
                password: string;
                /** @description Defaults to the local part of the e-mail address */
                username?: string;
                first_name?: string;
                last_name?: string;
            };
        };
    };
    responses: {
        /** @description Become a user of the company that sent the invitation; then log in */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    company: Schemas["Company"];
                    user: Schemas["User"];
                };
            };
        };
    };
};
type OfidentityInvitationList = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "email" | "role" | "status" | "invited_by" | "expires_at" | "created_at")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description List invitations, newest first */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["Invitation"][];
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfidentityInvitationCreate = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                /** Format: email */
                email: string;
                /** @enum {string} */
                role: "admin" | "manager" | "user" | "viewer";
            };
        };
    };
    responses: {
        /** @description Invite somebody into the company by mail; it counts for seven days */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["Invitation"];
            };
        };
    };
};
type OfidentityInvitationRevoke = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-00000000000a */
            invitation_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Revoke an invitation that was not accepted */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["Invitation"];
            };
        };
    };
};
type OfgenerationMlModelGet = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "name" | "model_type" | "version" | "config" | "performance_metrics" | "training_data_info" | "is_active" | "created_at" | "updated_at")[];
        };
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000032 */
            model_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Show a registered model */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["MlModel"];
            };
        };
    };
};
type OfgenerationMlModelDelete = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000032 */
            model_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Forget a registered model */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": null;
            };
        };
    };
};
type OfgenerationMlModelUpdate = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000032 */
            model_id: string;
        };
        cookie?: never;
    };
    requestBody?: {
        content: {
            "application/json": {
                config?: {
                    [key: string]: Schemas["JsonValue"];
                };
                performance_metrics?: {
                    [key: string]: Schemas["JsonValue"];
                };
                training_data_info?: {
                    [key: string]: Schemas["JsonValue"];
                };
                is_active?: boolean;
            };
        };
    };
    responses: {
        /** @description Change what is known of a model, or make it the active one of its type; a field that is given replaces what was kept */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["MlModel"];
            };
        };
    };
};
type OfgenerationMlModelList = {
    parameters: {
        query?: {
            model_type?: ("content_generation" | "recommendation" | "engagement_prediction" | "optimization")[];
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            /** @description Order of the items; with - from the highest */
            sort?: "id" | "-id";
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "name" | "model_type" | "version" | "config" | "performance_metrics" | "training_data_info" | "is_active" | "created_at" | "updated_at")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description List the registered models; newest first unless told */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["MlModel"][];
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfgenerationMlModelRegister = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                name: string;
                /** @enum {string} */
                model_type: "content_generation" | "recommendation" | "engagement_prediction" | "optimization";
                version: string;
                /**
                 * @description At most 64 KiB as JSON, like the next two
                 * @default {}
                 */
                config?: {
                    [key: string]: Schemas["JsonValue"];
                };
                /** @default {} */
                performance_metrics?: {
                    [key: string]: Schemas["JsonValue"];
                };
                /** @default {} */
                training_data_info?: {
                    [key: string]: Schemas["JsonValue"];
                };
                /** @default false */
                is_active?: boolean;
            };
        };
    };
    responses: {
        /** @description Register a version of a model; one that is active takes the place of the active one of its type */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["MlModel"];
            };
        };
    };
};
type OfgenerationModelPriceGet = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "model" | "source" | "valid_from" | "usd_per_million" | "created_at")[];
        };
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000031 */
            price_version: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Show a version of a price, also one that does not hold any more */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["ModelPrice"];
            };
        };
    };
};
type OfgenerationModelPriceList = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "model" | "source" | "valid_from" | "usd_per_million" | "created_at")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description List what models cost the company at present, by model; what is not there has no known price */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["ModelPrice"][];
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfgenerationModelPriceSet = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                /** @description As the provider calls it */
                model: string;
                /**
                 * Format: date-time
                 * @description From now on unless told; what was priced before stays as it was
                 */
                valid_from?: string;
                /** @description Null withdraws the own price: everybody’s holds again */
                usd_per_million: {
                    /** @description Tokens that were sent, without those of the provider’s cache */
                    input: string;
                    output: string;
                    /**
                     * @description Null: not known, and a call that has such tokens costs nobody knows what
                     * @default null
                     */
                    cache_read?: string | null;
                    /**
                     * @description Alike
                     * @default null
                     */
                    cache_write?: string | null;
                    /**
                     * @description Null: as all output
                     * @default null
                     */
                    reasoning?: string | null;
                } | null;
            };
        };
    };
    responses: {
        /** @description Name what a model costs the company, in place of everybody’s price; a new version each time */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["ModelPrice"];
            };
        };
    };
};
type OfgatewayNotificationsStream = {
    parameters: {
        query?: {
            /** @description Resume after it, for clients that cannot send the header Last-Event-ID */
            last_event_id?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Server-sent events: notifications of the user, resumable with Last-Event-ID */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["Notification"];
            };
        };
    };
};
type OfanalyticsAuditVerify = {
    parameters: {
        query?: {
            company_id?: string;
            /** @description next_cursor of the piece before */
            cursor?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("checked" | "chains" | "findings" | "waiting" | "next_cursor")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Walk the chains of the audit log of analytics and name every row that was changed, removed or reordered, a piece at a time */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @description Rows of this piece */
                    checked: number;
                    /** @description Chains that were walked to their end in it */
                    chains: {
                        /** Format: uuid */
                        company_id: string;
                        /** @description Rows that were seen */
                        rows: number;
                        /** @description Those of them that say nothing any more, since a person was erased; that they were there is verified */
                        emptied: number;
                        /** @description Place of the last one */
                        seq: number;
                        /** @description Its hash, hex: keep it elsewhere */
                        hash: string;
                        /** @description The company was erased and its key destroyed: there is nothing to verify any more */
                        is_erased: boolean;
                    }[];
                    findings: {
                        /** Format: uuid */
                        company_id: string;
                        /**
                         * @description changed: a row does not fit its hash; reordered: the row before it is not the one that was; removed: rows are missing before it; truncated: rows are missing at the end; head-changed: the record of where the chain ends is not its end; key-lost: nothing of the chain can be verified
                         * @enum {string}
                         */
                        fault: "changed" | "reordered" | "removed" | "truncated" | "head-changed" | "key-lost";
                        /** @description Place of the row, or of the first one that is missing */
                        seq: number;
                        row_id: string | null;
                    }[];
                    waiting: {
                        /** @description Rows of all companies that have no place in their chain yet */
                        rows: number;
                        /** @description Age of the oldest; more than a few say that the job stands still */
                        oldest_seconds: number;
                    };
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfanalyticsDdlLogList = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "at" | "role" | "session_role" | "application_name" | "address" | "command" | "object_type" | "object" | "statement")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Who changed the tables of analytics, when and in which words, newest first */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["DdlLine"][];
                    /** @description false: the administrator of this Postgres is no superuser, so nothing is written down */
                    is_kept: boolean;
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfanalyticsDeadLetterGet = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("service" | "sequence" | "subject" | "cause" | "error" | "dead_at" | "consumer" | "stream" | "stream_sequence" | "event" | "history" | "headers" | "data" | "text" | "bytes")[];
        };
        header?: never;
        path: {
            /**
             * @description Place in the dead letters of its service
             * @example 17
             */
            sequence: number;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Show a dead letter with its history, headers and data */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["DeadLetterDetail"];
            };
        };
    };
};
type OfanalyticsDeadLetterDrop = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /**
             * @description Place in the dead letters of its service
             * @example 17
             */
            sequence: number;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Take a dead letter away without handling it */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /**
                     * @description gone: it was replayed, dropped or past its time before
                     * @enum {string}
                     */
                    outcome: "dropped" | "gone";
                };
            };
        };
    };
};
type OfanalyticsDeadLetterList = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            cause?: "malformed" | "unknown-version" | "permanent" | "exhausted" | "killer";
            /** @description Subject of the events; * and > as in NATS */
            subject?: string;
            company_id?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("service" | "sequence" | "subject" | "cause" | "error" | "dead_at" | "consumer" | "stream" | "stream_sequence" | "event")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description List what analytics gave up, oldest first; a page of a filtered list may hold fewer than it could */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["DeadLetter"][];
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfanalyticsDeadLetterReplay = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /**
             * @description Place in the dead letters of its service
             * @example 17
             */
            sequence: number;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Give the event to its handler again, and take the letter away where that succeeds */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /**
                     * @description duplicate: its effect was there already; the letter is taken away all the same
                     * @enum {string}
                     */
                    outcome: "replayed" | "duplicate";
                };
            };
        };
    };
};
type OfanalyticsEventReplay = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                /**
                 * Format: date-time
                 * @description Events committed from this instant on
                 */
                from: string;
                /**
                 * Format: date-time
                 * @description and before this one
                 */
                to: string;
                subject?: string;
            };
        };
    };
    responses: {
        /** @description Publish events of analytics again with their own ids, for a broker that lost them; consumers that know them do nothing */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @description Events that are published again */
                    requeued: number;
                    /** @description Events of the range whose payload is not kept any more, an hour after they were published */
                    lost: number;
                };
            };
        };
    };
};
type OfanalyticsProjectionRebuild = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example activity */
            projection: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Empty a projection of analytics and fill it from its streams again */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    projection: string;
                    /** @description Services whose events it is filled from */
                    sources: string[];
                };
            };
        };
    };
};
type OfanalyticsSecretRotate = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: {
        content: {
            "application/json": {
                /**
                 * @description Rows of this piece
                 * @default 200
                 */
                limit?: number;
            };
        };
    };
    responses: {
        /** @description Wrap the data keys of what analytics has sealed with its present master key, a piece at a time */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @description The master key that wraps from now on: the start of its SHA-256 */
                    master_key_id: string;
                    rewrapped: number;
                    /** @description Rows that were met and do not open with any master key that the service was given */
                    unopened: number;
                    /** @description Rows that another master key still wraps; ask again until it is 0 */
                    remaining: number;
                };
            };
        };
    };
};
type OfcampaignsAuditVerify = {
    parameters: {
        query?: {
            company_id?: string;
            /** @description next_cursor of the piece before */
            cursor?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("checked" | "chains" | "findings" | "waiting" | "next_cursor")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Walk the chains of the audit log of campaigns and name every row that was changed, removed or reordered, a piece at a time */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @description Rows of this piece */
                    checked: number;
                    /** @description Chains that were walked to their end in it */
                    chains: {
                        /** Format: uuid */
                        company_id: string;
                        /** @description Rows that were seen */
                        rows: number;
                        /** @description Those of them that say nothing any more, since a person was erased; that they were there is verified */
                        emptied: number;
                        /** @description Place of the last one */
                        seq: number;
                        /** @description Its hash, hex: keep it elsewhere */
                        hash: string;
                        /** @description The company was erased and its key destroyed: there is nothing to verify any more */
                        is_erased: boolean;
                    }[];
                    findings: {
                        /** Format: uuid */
                        company_id: string;
                        /**
                         * @description changed: a row does not fit its hash; reordered: the row before it is not the one that was; removed: rows are missing before it; truncated: rows are missing at the end; head-changed: the record of where the chain ends is not its end; key-lost: nothing of the chain can be verified
                         * @enum {string}
                         */
                        fault: "changed" | "reordered" | "removed" | "truncated" | "head-changed" | "key-lost";
                        /** @description Place of the row, or of the first one that is missing */
                        seq: number;
                        row_id: string | null;
                    }[];
                    waiting: {
                        /** @description Rows of all companies that have no place in their chain yet */
                        rows: number;
                        /** @description Age of the oldest; more than a few say that the job stands still */
                        oldest_seconds: number;
                    };
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfcampaignsDdlLogList = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "at" | "role" | "session_role" | "application_name" | "address" | "command" | "object_type" | "object" | "statement")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Who changed the tables of campaigns, when and in which words, newest first */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["DdlLine"][];
                    /** @description false: the administrator of this Postgres is no superuser, so nothing is written down */
                    is_kept: boolean;
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfcampaignsDeadLetterGet = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("service" | "sequence" | "subject" | "cause" | "error" | "dead_at" | "consumer" | "stream" | "stream_sequence" | "event" | "history" | "headers" | "data" | "text" | "bytes")[];
        };
        header?: never;
        path: {
            /**
             * @description Place in the dead letters of its service
             * @example 17
             */
            sequence: number;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Show a dead letter with its history, headers and data */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["DeadLetterDetail"];
            };
        };
    };
};
type OfcampaignsDeadLetterDrop = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /**
             * @description Place in the dead letters of its service
             * @example 17
             */
            sequence: number;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Take a dead letter away without handling it */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /**
                     * @description gone: it was replayed, dropped or past its time before
                     * @enum {string}
                     */
                    outcome: "dropped" | "gone";
                };
            };
        };
    };
};
type OfcampaignsDeadLetterList = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            cause?: "malformed" | "unknown-version" | "permanent" | "exhausted" | "killer";
            /** @description Subject of the events; * and > as in NATS */
            subject?: string;
            company_id?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("service" | "sequence" | "subject" | "cause" | "error" | "dead_at" | "consumer" | "stream" | "stream_sequence" | "event")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description List what campaigns gave up, oldest first; a page of a filtered list may hold fewer than it could */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["DeadLetter"][];
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfcampaignsDeadLetterReplay = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /**
             * @description Place in the dead letters of its service
             * @example 17
             */
            sequence: number;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Give the event to its handler again, and take the letter away where that succeeds */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /**
                     * @description duplicate: its effect was there already; the letter is taken away all the same
                     * @enum {string}
                     */
                    outcome: "replayed" | "duplicate";
                };
            };
        };
    };
};
type OfcampaignsEventReplay = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                /**
                 * Format: date-time
                 * @description Events committed from this instant on
                 */
                from: string;
                /**
                 * Format: date-time
                 * @description and before this one
                 */
                to: string;
                subject?: string;
            };
        };
    };
    responses: {
        /** @description Publish events of campaigns again with their own ids, for a broker that lost them; consumers that know them do nothing */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @description Events that are published again */
                    requeued: number;
                    /** @description Events of the range whose payload is not kept any more, an hour after they were published */
                    lost: number;
                };
            };
        };
    };
};
type OfcampaignsProjectionRebuild = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example activity */
            projection: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Empty a projection of campaigns and fill it from its streams again */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    projection: string;
                    /** @description Services whose events it is filled from */
                    sources: string[];
                };
            };
        };
    };
};
type OfcampaignsSecretRotate = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: {
        content: {
            "application/json": {
                /**
                 * @description Rows of this piece
                 * @default 200
                 */
                limit?: number;
            };
        };
    };
    responses: {
        /** @description Wrap the data keys of what campaigns has sealed with its present master key, a piece at a time */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @description The master key that wraps from now on: the start of its SHA-256 */
                    master_key_id: string;
                    rewrapped: number;
                    /** @description Rows that were met and do not open with any master key that the service was given */
                    unopened: number;
                    /** @description Rows that another master key still wraps; ask again until it is 0 */
                    remaining: number;
                };
            };
        };
    };
};
type OfcontentAuditVerify = {
    parameters: {
        query?: {
            company_id?: string;
            /** @description next_cursor of the piece before */
            cursor?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("checked" | "chains" | "findings" | "waiting" | "next_cursor")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Walk the chains of the audit log of content and name every row that was changed, removed or reordered, a piece at a time */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @description Rows of this piece */
                    checked: number;
                    /** @description Chains that were walked to their end in it */
                    chains: {
                        /** Format: uuid */
                        company_id: string;
                        /** @description Rows that were seen */
                        rows: number;
                        /** @description Those of them that say nothing any more, since a person was erased; that they were there is verified */
                        emptied: number;
                        /** @description Place of the last one */
                        seq: number;
                        /** @description Its hash, hex: keep it elsewhere */
                        hash: string;
                        /** @description The company was erased and its key destroyed: there is nothing to verify any more */
                        is_erased: boolean;
                    }[];
                    findings: {
                        /** Format: uuid */
                        company_id: string;
                        /**
                         * @description changed: a row does not fit its hash; reordered: the row before it is not the one that was; removed: rows are missing before it; truncated: rows are missing at the end; head-changed: the record of where the chain ends is not its end; key-lost: nothing of the chain can be verified
                         * @enum {string}
                         */
                        fault: "changed" | "reordered" | "removed" | "truncated" | "head-changed" | "key-lost";
                        /** @description Place of the row, or of the first one that is missing */
                        seq: number;
                        row_id: string | null;
                    }[];
                    waiting: {
                        /** @description Rows of all companies that have no place in their chain yet */
                        rows: number;
                        /** @description Age of the oldest; more than a few say that the job stands still */
                        oldest_seconds: number;
                    };
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfcontentDdlLogList = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "at" | "role" | "session_role" | "application_name" | "address" | "command" | "object_type" | "object" | "statement")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Who changed the tables of content, when and in which words, newest first */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["DdlLine"][];
                    /** @description false: the administrator of this Postgres is no superuser, so nothing is written down */
                    is_kept: boolean;
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfcontentDeadLetterGet = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("service" | "sequence" | "subject" | "cause" | "error" | "dead_at" | "consumer" | "stream" | "stream_sequence" | "event" | "history" | "headers" | "data" | "text" | "bytes")[];
        };
        header?: never;
        path: {
            /**
             * @description Place in the dead letters of its service
             * @example 17
             */
            sequence: number;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Show a dead letter with its history, headers and data */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["DeadLetterDetail"];
            };
        };
    };
};
type OfcontentDeadLetterDrop = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /**
             * @description Place in the dead letters of its service
             * @example 17
             */
            sequence: number;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Take a dead letter away without handling it */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /**
                     * @description gone: it was replayed, dropped or past its time before
                     * @enum {string}
                     */
                    outcome: "dropped" | "gone";
                };
            };
        };
    };
};
type OfcontentDeadLetterList = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            cause?: "malformed" | "unknown-version" | "permanent" | "exhausted" | "killer";
            /** @description Subject of the events; * and > as in NATS */
            subject?: string;
            company_id?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("service" | "sequence" | "subject" | "cause" | "error" | "dead_at" | "consumer" | "stream" | "stream_sequence" | "event")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description List what content gave up, oldest first; a page of a filtered list may hold fewer than it could */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["DeadLetter"][];
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfcontentDeadLetterReplay = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /**
             * @description Place in the dead letters of its service
             * @example 17
             */
            sequence: number;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Give the event to its handler again, and take the letter away where that succeeds */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /**
                     * @description duplicate: its effect was there already; the letter is taken away all the same
                     * @enum {string}
                     */
                    outcome: "replayed" | "duplicate";
                };
            };
        };
    };
};
type OfcontentEventReplay = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                /**
                 * Format: date-time
                 * @description Events committed from this instant on
                 */
                from: string;
                /**
                 * Format: date-time
                 * @description and before this one
                 */
                to: string;
                subject?: string;
            };
        };
    };
    responses: {
        /** @description Publish events of content again with their own ids, for a broker that lost them; consumers that know them do nothing */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @description Events that are published again */
                    requeued: number;
                    /** @description Events of the range whose payload is not kept any more, an hour after they were published */
                    lost: number;
                };
            };
        };
    };
};
type OfcontentProjectionRebuild = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example activity */
            projection: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Empty a projection of content and fill it from its streams again */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    projection: string;
                    /** @description Services whose events it is filled from */
                    sources: string[];
                };
            };
        };
    };
};
type OfcontentSecretRotate = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: {
        content: {
            "application/json": {
                /**
                 * @description Rows of this piece
                 * @default 200
                 */
                limit?: number;
            };
        };
    };
    responses: {
        /** @description Wrap the data keys of what content has sealed with its present master key, a piece at a time */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @description The master key that wraps from now on: the start of its SHA-256 */
                    master_key_id: string;
                    rewrapped: number;
                    /** @description Rows that were met and do not open with any master key that the service was given */
                    unopened: number;
                    /** @description Rows that another master key still wraps; ask again until it is 0 */
                    remaining: number;
                };
            };
        };
    };
};
type OfembeddingsAuditVerify = {
    parameters: {
        query?: {
            company_id?: string;
            /** @description next_cursor of the piece before */
            cursor?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("checked" | "chains" | "findings" | "waiting" | "next_cursor")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Walk the chains of the audit log of embeddings and name every row that was changed, removed or reordered, a piece at a time */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @description Rows of this piece */
                    checked: number;
                    /** @description Chains that were walked to their end in it */
                    chains: {
                        /** Format: uuid */
                        company_id: string;
                        /** @description Rows that were seen */
                        rows: number;
                        /** @description Those of them that say nothing any more, since a person was erased; that they were there is verified */
                        emptied: number;
                        /** @description Place of the last one */
                        seq: number;
                        /** @description Its hash, hex: keep it elsewhere */
                        hash: string;
                        /** @description The company was erased and its key destroyed: there is nothing to verify any more */
                        is_erased: boolean;
                    }[];
                    findings: {
                        /** Format: uuid */
                        company_id: string;
                        /**
                         * @description changed: a row does not fit its hash; reordered: the row before it is not the one that was; removed: rows are missing before it; truncated: rows are missing at the end; head-changed: the record of where the chain ends is not its end; key-lost: nothing of the chain can be verified
                         * @enum {string}
                         */
                        fault: "changed" | "reordered" | "removed" | "truncated" | "head-changed" | "key-lost";
                        /** @description Place of the row, or of the first one that is missing */
                        seq: number;
                        row_id: string | null;
                    }[];
                    waiting: {
                        /** @description Rows of all companies that have no place in their chain yet */
                        rows: number;
                        /** @description Age of the oldest; more than a few say that the job stands still */
                        oldest_seconds: number;
                    };
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfembeddingsDdlLogList = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "at" | "role" | "session_role" | "application_name" | "address" | "command" | "object_type" | "object" | "statement")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Who changed the tables of embeddings, when and in which words, newest first */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["DdlLine"][];
                    /** @description false: the administrator of this Postgres is no superuser, so nothing is written down */
                    is_kept: boolean;
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfembeddingsDeadLetterGet = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("service" | "sequence" | "subject" | "cause" | "error" | "dead_at" | "consumer" | "stream" | "stream_sequence" | "event" | "history" | "headers" | "data" | "text" | "bytes")[];
        };
        header?: never;
        path: {
            /**
             * @description Place in the dead letters of its service
             * @example 17
             */
            sequence: number;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Show a dead letter with its history, headers and data */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["DeadLetterDetail"];
            };
        };
    };
};
type OfembeddingsDeadLetterDrop = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /**
             * @description Place in the dead letters of its service
             * @example 17
             */
            sequence: number;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Take a dead letter away without handling it */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /**
                     * @description gone: it was replayed, dropped or past its time before
                     * @enum {string}
                     */
                    outcome: "dropped" | "gone";
                };
            };
        };
    };
};
type OfembeddingsDeadLetterList = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            cause?: "malformed" | "unknown-version" | "permanent" | "exhausted" | "killer";
            /** @description Subject of the events; * and > as in NATS */
            subject?: string;
            company_id?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("service" | "sequence" | "subject" | "cause" | "error" | "dead_at" | "consumer" | "stream" | "stream_sequence" | "event")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description List what embeddings gave up, oldest first; a page of a filtered list may hold fewer than it could */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["DeadLetter"][];
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfembeddingsDeadLetterReplay = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /**
             * @description Place in the dead letters of its service
             * @example 17
             */
            sequence: number;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Give the event to its handler again, and take the letter away where that succeeds */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /**
                     * @description duplicate: its effect was there already; the letter is taken away all the same
                     * @enum {string}
                     */
                    outcome: "replayed" | "duplicate";
                };
            };
        };
    };
};
type OfembeddingsEventReplay = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                /**
                 * Format: date-time
                 * @description Events committed from this instant on
                 */
                from: string;
                /**
                 * Format: date-time
                 * @description and before this one
                 */
                to: string;
                subject?: string;
            };
        };
    };
    responses: {
        /** @description Publish events of embeddings again with their own ids, for a broker that lost them; consumers that know them do nothing */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @description Events that are published again */
                    requeued: number;
                    /** @description Events of the range whose payload is not kept any more, an hour after they were published */
                    lost: number;
                };
            };
        };
    };
};
type OfembeddingsProjectionRebuild = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example activity */
            projection: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Empty a projection of embeddings and fill it from its streams again */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    projection: string;
                    /** @description Services whose events it is filled from */
                    sources: string[];
                };
            };
        };
    };
};
type OfembeddingsSecretRotate = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: {
        content: {
            "application/json": {
                /**
                 * @description Rows of this piece
                 * @default 200
                 */
                limit?: number;
            };
        };
    };
    responses: {
        /** @description Wrap the data keys of what embeddings has sealed with its present master key, a piece at a time */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @description The master key that wraps from now on: the start of its SHA-256 */
                    master_key_id: string;
                    rewrapped: number;
                    /** @description Rows that were met and do not open with any master key that the service was given */
                    unopened: number;
                    /** @description Rows that another master key still wraps; ask again until it is 0 */
                    remaining: number;
                };
            };
        };
    };
};
type OfgenerationAuditVerify = {
    parameters: {
        query?: {
            company_id?: string;
            /** @description next_cursor of the piece before */
            cursor?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("checked" | "chains" | "findings" | "waiting" | "next_cursor")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Walk the chains of the audit log of generation and name every row that was changed, removed or reordered, a piece at a time */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @description Rows of this piece */
                    checked: number;
                    /** @description Chains that were walked to their end in it */
                    chains: {
                        /** Format: uuid */
                        company_id: string;
                        /** @description Rows that were seen */
                        rows: number;
                        /** @description Those of them that say nothing any more, since a person was erased; that they were there is verified */
                        emptied: number;
                        /** @description Place of the last one */
                        seq: number;
                        /** @description Its hash, hex: keep it elsewhere */
                        hash: string;
                        /** @description The company was erased and its key destroyed: there is nothing to verify any more */
                        is_erased: boolean;
                    }[];
                    findings: {
                        /** Format: uuid */
                        company_id: string;
                        /**
                         * @description changed: a row does not fit its hash; reordered: the row before it is not the one that was; removed: rows are missing before it; truncated: rows are missing at the end; head-changed: the record of where the chain ends is not its end; key-lost: nothing of the chain can be verified
                         * @enum {string}
                         */
                        fault: "changed" | "reordered" | "removed" | "truncated" | "head-changed" | "key-lost";
                        /** @description Place of the row, or of the first one that is missing */
                        seq: number;
                        row_id: string | null;
                    }[];
                    waiting: {
                        /** @description Rows of all companies that have no place in their chain yet */
                        rows: number;
                        /** @description Age of the oldest; more than a few say that the job stands still */
                        oldest_seconds: number;
                    };
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfgenerationDdlLogList = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "at" | "role" | "session_role" | "application_name" | "address" | "command" | "object_type" | "object" | "statement")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Who changed the tables of generation, when and in which words, newest first */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["DdlLine"][];
                    /** @description false: the administrator of this Postgres is no superuser, so nothing is written down */
                    is_kept: boolean;
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfgenerationDeadLetterGet = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("service" | "sequence" | "subject" | "cause" | "error" | "dead_at" | "consumer" | "stream" | "stream_sequence" | "event" | "history" | "headers" | "data" | "text" | "bytes")[];
        };
        header?: never;
        path: {
            /**
             * @description Place in the dead letters of its service
             * @example 17
             */
            sequence: number;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Show a dead letter with its history, headers and data */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["DeadLetterDetail"];
            };
        };
    };
};
type OfgenerationDeadLetterDrop = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /**
             * @description Place in the dead letters of its service
             * @example 17
             */
            sequence: number;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Take a dead letter away without handling it */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /**
                     * @description gone: it was replayed, dropped or past its time before
                     * @enum {string}
                     */
                    outcome: "dropped" | "gone";
                };
            };
        };
    };
};
type OfgenerationDeadLetterList = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            cause?: "malformed" | "unknown-version" | "permanent" | "exhausted" | "killer";
            /** @description Subject of the events; * and > as in NATS */
            subject?: string;
            company_id?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("service" | "sequence" | "subject" | "cause" | "error" | "dead_at" | "consumer" | "stream" | "stream_sequence" | "event")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description List what generation gave up, oldest first; a page of a filtered list may hold fewer than it could */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["DeadLetter"][];
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfgenerationDeadLetterReplay = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /**
             * @description Place in the dead letters of its service
             * @example 17
             */
            sequence: number;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Give the event to its handler again, and take the letter away where that succeeds */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /**
                     * @description duplicate: its effect was there already; the letter is taken away all the same
                     * @enum {string}
                     */
                    outcome: "replayed" | "duplicate";
                };
            };
        };
    };
};
type OfgenerationEventReplay = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                /**
                 * Format: date-time
                 * @description Events committed from this instant on
                 */
                from: string;
                /**
                 * Format: date-time
                 * @description and before this one
                 */
                to: string;
                subject?: string;
            };
        };
    };
    responses: {
        /** @description Publish events of generation again with their own ids, for a broker that lost them; consumers that know them do nothing */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @description Events that are published again */
                    requeued: number;
                    /** @description Events of the range whose payload is not kept any more, an hour after they were published */
                    lost: number;
                };
            };
        };
    };
};
type OfgenerationPlatformPriceList = {
    parameters: {
        query?: {
            model?: string;
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "model" | "source" | "valid_from" | "usd_per_million" | "created_at")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description List every version of everybody’s prices, newest first */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["ModelPrice"][];
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfgenerationPlatformPriceSet = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                /** @description As the provider calls it */
                model: string;
                /**
                 * Format: date-time
                 * @description From now on unless told; what was priced before stays as it was
                 */
                valid_from?: string;
                usd_per_million: {
                    /** @description Tokens that were sent, without those of the provider’s cache */
                    input: string;
                    output: string;
                    /**
                     * @description Null: not known, and a call that has such tokens costs nobody knows what
                     * @default null
                     */
                    cache_read?: string | null;
                    /**
                     * @description Alike
                     * @default null
                     */
                    cache_write?: string | null;
                    /**
                     * @description Null: as all output
                     * @default null
                     */
                    reasoning?: string | null;
                };
            };
        };
    };
    responses: {
        /** @description Name what a model costs every company that has no price of its own; a new version each time */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["ModelPrice"];
            };
        };
    };
};
type OfgenerationProjectionRebuild = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example activity */
            projection: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Empty a projection of generation and fill it from its streams again */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    projection: string;
                    /** @description Services whose events it is filled from */
                    sources: string[];
                };
            };
        };
    };
};
type OfgenerationSecretRotate = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: {
        content: {
            "application/json": {
                /**
                 * @description Rows of this piece
                 * @default 200
                 */
                limit?: number;
            };
        };
    };
    responses: {
        /** @description Wrap the data keys of what generation has sealed with its present master key, a piece at a time */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @description The master key that wraps from now on: the start of its SHA-256 */
                    master_key_id: string;
                    rewrapped: number;
                    /** @description Rows that were met and do not open with any master key that the service was given */
                    unopened: number;
                    /** @description Rows that another master key still wraps; ask again until it is 0 */
                    remaining: number;
                };
            };
        };
    };
};
type OfidentityAuditVerify = {
    parameters: {
        query?: {
            company_id?: string;
            /** @description next_cursor of the piece before */
            cursor?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("checked" | "chains" | "findings" | "waiting" | "next_cursor")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Walk the chains of the audit log of identity and name every row that was changed, removed or reordered, a piece at a time */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @description Rows of this piece */
                    checked: number;
                    /** @description Chains that were walked to their end in it */
                    chains: {
                        /** Format: uuid */
                        company_id: string;
                        /** @description Rows that were seen */
                        rows: number;
                        /** @description Those of them that say nothing any more, since a person was erased; that they were there is verified */
                        emptied: number;
                        /** @description Place of the last one */
                        seq: number;
                        /** @description Its hash, hex: keep it elsewhere */
                        hash: string;
                        /** @description The company was erased and its key destroyed: there is nothing to verify any more */
                        is_erased: boolean;
                    }[];
                    findings: {
                        /** Format: uuid */
                        company_id: string;
                        /**
                         * @description changed: a row does not fit its hash; reordered: the row before it is not the one that was; removed: rows are missing before it; truncated: rows are missing at the end; head-changed: the record of where the chain ends is not its end; key-lost: nothing of the chain can be verified
                         * @enum {string}
                         */
                        fault: "changed" | "reordered" | "removed" | "truncated" | "head-changed" | "key-lost";
                        /** @description Place of the row, or of the first one that is missing */
                        seq: number;
                        row_id: string | null;
                    }[];
                    waiting: {
                        /** @description Rows of all companies that have no place in their chain yet */
                        rows: number;
                        /** @description Age of the oldest; more than a few say that the job stands still */
                        oldest_seconds: number;
                    };
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfidentityCompanyShow = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "name" | "domain" | "industry" | "size" | "tier" | "api_limits" | "created_at" | "updated_at" | "is_active" | "users")[];
        };
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000001 */
            company_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Show a company of the platform */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["CompanyInBrief"];
            };
        };
    };
};
type OfidentityCompanyGrant = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000001 */
            company_id: string;
        };
        cookie?: never;
    };
    requestBody?: {
        content: {
            "application/json": {
                /** @enum {string} */
                tier?: "free" | "pro" | "enterprise";
                /** @description Replaces those that are kept; {} goes back to those of the tier */
                api_limits?: {
                    [key: string]: number;
                };
            };
        };
    };
    responses: {
        /** @description Set the tier of a company, or limits of its own beside it; they hold at once */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["CompanyDetail"];
            };
        };
    };
};
type OfidentityCompanyList = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "name" | "domain" | "industry" | "size" | "tier" | "api_limits" | "created_at" | "updated_at" | "is_active" | "users")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description List the companies of the platform, oldest first */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["CompanyInBrief"][];
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfidentityDdlLogList = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "at" | "role" | "session_role" | "application_name" | "address" | "command" | "object_type" | "object" | "statement")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Who changed the tables of identity, when and in which words, newest first */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["DdlLine"][];
                    /** @description false: the administrator of this Postgres is no superuser, so nothing is written down */
                    is_kept: boolean;
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfidentityDeadLetterGet = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("service" | "sequence" | "subject" | "cause" | "error" | "dead_at" | "consumer" | "stream" | "stream_sequence" | "event" | "history" | "headers" | "data" | "text" | "bytes")[];
        };
        header?: never;
        path: {
            /**
             * @description Place in the dead letters of its service
             * @example 17
             */
            sequence: number;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Show a dead letter with its history, headers and data */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["DeadLetterDetail"];
            };
        };
    };
};
type OfidentityDeadLetterDrop = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /**
             * @description Place in the dead letters of its service
             * @example 17
             */
            sequence: number;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Take a dead letter away without handling it */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /**
                     * @description gone: it was replayed, dropped or past its time before
                     * @enum {string}
                     */
                    outcome: "dropped" | "gone";
                };
            };
        };
    };
};
type OfidentityDeadLetterList = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            cause?: "malformed" | "unknown-version" | "permanent" | "exhausted" | "killer";
            /** @description Subject of the events; * and > as in NATS */
            subject?: string;
            company_id?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("service" | "sequence" | "subject" | "cause" | "error" | "dead_at" | "consumer" | "stream" | "stream_sequence" | "event")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description List what identity gave up, oldest first; a page of a filtered list may hold fewer than it could */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["DeadLetter"][];
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfidentityDeadLetterReplay = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /**
             * @description Place in the dead letters of its service
             * @example 17
             */
            sequence: number;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Give the event to its handler again, and take the letter away where that succeeds */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /**
                     * @description duplicate: its effect was there already; the letter is taken away all the same
                     * @enum {string}
                     */
                    outcome: "replayed" | "duplicate";
                };
            };
        };
    };
};
type OfidentityErasureGet = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "company_id" | "user_id" | "requested_by" | "requested_at" | "state" | "finished_at" | "passes" | "waits_for" | "erased" | "left" | "places")[];
        };
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000040 */
            erasure_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Show an erasure with its report: what was erased and what is left, by service and place */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["ErasureReport"];
            };
        };
    };
};
type OfidentityErasureList = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "company_id" | "user_id" | "requested_by" | "requested_at" | "state" | "finished_at" | "passes" | "waits_for" | "erased" | "left")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description List erasures, newest first */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["Erasure"][];
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfidentityErasureStart = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                /** Format: uuid */
                company_id: string;
            };
        };
    };
    responses: {
        /** @description Erase a company; asked again, it answers how far that is */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["ErasureReport"];
            };
        };
    };
};
type OfidentityEventReplay = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                /**
                 * Format: date-time
                 * @description Events committed from this instant on
                 */
                from: string;
                /**
                 * Format: date-time
                 * @description and before this one
                 */
                to: string;
                subject?: string;
            };
        };
    };
    responses: {
        /** @description Publish events of identity again with their own ids, for a broker that lost them; consumers that know them do nothing */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @description Events that are published again */
                    requeued: number;
                    /** @description Events of the range whose payload is not kept any more, an hour after they were published */
                    lost: number;
                };
            };
        };
    };
};
type OfidentityProjectionRebuild = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example activity */
            projection: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Empty a projection of identity and fill it from its streams again */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    projection: string;
                    /** @description Services whose events it is filled from */
                    sources: string[];
                };
            };
        };
    };
};
type OfidentitySecretRotate = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: {
        content: {
            "application/json": {
                /**
                 * @description Rows of this piece
                 * @default 200
                 */
                limit?: number;
            };
        };
    };
    responses: {
        /** @description Wrap the data keys of what identity has sealed with its present master key, a piece at a time */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @description The master key that wraps from now on: the start of its SHA-256 */
                    master_key_id: string;
                    rewrapped: number;
                    /** @description Rows that were met and do not open with any master key that the service was given */
                    unopened: number;
                    /** @description Rows that another master key still wraps; ask again until it is 0 */
                    remaining: number;
                };
            };
        };
    };
};
type OfschedulingAuditVerify = {
    parameters: {
        query?: {
            company_id?: string;
            /** @description next_cursor of the piece before */
            cursor?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("checked" | "chains" | "findings" | "waiting" | "next_cursor")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Walk the chains of the audit log of scheduling and name every row that was changed, removed or reordered, a piece at a time */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @description Rows of this piece */
                    checked: number;
                    /** @description Chains that were walked to their end in it */
                    chains: {
                        /** Format: uuid */
                        company_id: string;
                        /** @description Rows that were seen */
                        rows: number;
                        /** @description Those of them that say nothing any more, since a person was erased; that they were there is verified */
                        emptied: number;
                        /** @description Place of the last one */
                        seq: number;
                        /** @description Its hash, hex: keep it elsewhere */
                        hash: string;
                        /** @description The company was erased and its key destroyed: there is nothing to verify any more */
                        is_erased: boolean;
                    }[];
                    findings: {
                        /** Format: uuid */
                        company_id: string;
                        /**
                         * @description changed: a row does not fit its hash; reordered: the row before it is not the one that was; removed: rows are missing before it; truncated: rows are missing at the end; head-changed: the record of where the chain ends is not its end; key-lost: nothing of the chain can be verified
                         * @enum {string}
                         */
                        fault: "changed" | "reordered" | "removed" | "truncated" | "head-changed" | "key-lost";
                        /** @description Place of the row, or of the first one that is missing */
                        seq: number;
                        row_id: string | null;
                    }[];
                    waiting: {
                        /** @description Rows of all companies that have no place in their chain yet */
                        rows: number;
                        /** @description Age of the oldest; more than a few say that the job stands still */
                        oldest_seconds: number;
                    };
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfschedulingDdlLogList = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "at" | "role" | "session_role" | "application_name" | "address" | "command" | "object_type" | "object" | "statement")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Who changed the tables of scheduling, when and in which words, newest first */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["DdlLine"][];
                    /** @description false: the administrator of this Postgres is no superuser, so nothing is written down */
                    is_kept: boolean;
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfschedulingDeadLetterGet = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("service" | "sequence" | "subject" | "cause" | "error" | "dead_at" | "consumer" | "stream" | "stream_sequence" | "event" | "history" | "headers" | "data" | "text" | "bytes")[];
        };
        header?: never;
        path: {
            /**
             * @description Place in the dead letters of its service
             * @example 17
             */
            sequence: number;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Show a dead letter with its history, headers and data */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["DeadLetterDetail"];
            };
        };
    };
};
type OfschedulingDeadLetterDrop = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /**
             * @description Place in the dead letters of its service
             * @example 17
             */
            sequence: number;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Take a dead letter away without handling it */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /**
                     * @description gone: it was replayed, dropped or past its time before
                     * @enum {string}
                     */
                    outcome: "dropped" | "gone";
                };
            };
        };
    };
};
type OfschedulingDeadLetterList = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            cause?: "malformed" | "unknown-version" | "permanent" | "exhausted" | "killer";
            /** @description Subject of the events; * and > as in NATS */
            subject?: string;
            company_id?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("service" | "sequence" | "subject" | "cause" | "error" | "dead_at" | "consumer" | "stream" | "stream_sequence" | "event")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description List what scheduling gave up, oldest first; a page of a filtered list may hold fewer than it could */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["DeadLetter"][];
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfschedulingDeadLetterReplay = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /**
             * @description Place in the dead letters of its service
             * @example 17
             */
            sequence: number;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Give the event to its handler again, and take the letter away where that succeeds */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /**
                     * @description duplicate: its effect was there already; the letter is taken away all the same
                     * @enum {string}
                     */
                    outcome: "replayed" | "duplicate";
                };
            };
        };
    };
};
type OfschedulingEventReplay = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                /**
                 * Format: date-time
                 * @description Events committed from this instant on
                 */
                from: string;
                /**
                 * Format: date-time
                 * @description and before this one
                 */
                to: string;
                subject?: string;
            };
        };
    };
    responses: {
        /** @description Publish events of scheduling again with their own ids, for a broker that lost them; consumers that know them do nothing */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @description Events that are published again */
                    requeued: number;
                    /** @description Events of the range whose payload is not kept any more, an hour after they were published */
                    lost: number;
                };
            };
        };
    };
};
type OfschedulingProjectionRebuild = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example activity */
            projection: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Empty a projection of scheduling and fill it from its streams again */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    projection: string;
                    /** @description Services whose events it is filled from */
                    sources: string[];
                };
            };
        };
    };
};
type OfschedulingSecretRotate = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: {
        content: {
            "application/json": {
                /**
                 * @description Rows of this piece
                 * @default 200
                 */
                limit?: number;
            };
        };
    };
    responses: {
        /** @description Wrap the data keys of what scheduling has sealed with its present master key, a piece at a time */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @description The master key that wraps from now on: the start of its SHA-256 */
                    master_key_id: string;
                    rewrapped: number;
                    /** @description Rows that were met and do not open with any master key that the service was given */
                    unopened: number;
                    /** @description Rows that another master key still wraps; ask again until it is 0 */
                    remaining: number;
                };
            };
        };
    };
};
type OfgenerationOutputGet = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("generation_id" | "content_id" | "model" | "content_format" | "title" | "output")[];
        };
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-00000000000e */
            generation_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description What a run wrote, as it was written */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** Format: uuid */
                    generation_id: string;
                    /** Format: uuid */
                    content_id: string;
                    model: string;
                    /** @enum {string} */
                    content_format: "markdown" | "json";
                    title: string | null;
                    output: string;
                };
            };
        };
    };
};
type OfidentityPasswordChange = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                current_password: string;
                new_password: string;
            };
        };
    };
    responses: {
        /** @description Change the password of oneself and end all other sessions */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": null;
            };
        };
    };
};
type OfidentityPasswordResetConfirm = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                token: string;
                password: string;
            };
        };
    };
    responses: {
        /** @description Set a new password by the token of the mail; every session of the user ends */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @description Log in with it */
                    email: string;
                };
            };
        };
    };
};
type OfidentityPasswordResetRequest = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                /** Format: email */
                email: string;
            };
        };
    };
    responses: {
        /** @description Have a mail sent with which to set a new password; whether there is such an account is not told */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Record<string, never>;
            };
        };
    };
};
type OfanalyticsPerformanceGet = {
    parameters: {
        query?: {
            /** @description Only this one */
            platform?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("platform" | "impressions" | "views" | "likes" | "shares" | "comments" | "clicks" | "engagement_rate" | "ctr" | "recorded_at" | "counted_at")[];
        };
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000004 */
            content_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description What was counted of a content since the beginning, by platform; some seconds behind its events */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** Format: uuid */
                    content_id: string;
                    /** @description None where nothing was counted. The 50 platforms with the most events, then the rest of them together as `other` */
                    items: Schemas["ContentPerformance"][];
                };
            };
        };
    };
};
type OfanalyticsPerformanceHistoryList = {
    parameters: {
        query?: {
            /** @description Only this one */
            platform?: string;
            /** @description Inclusive */
            recorded_at_from?: string;
            /** @description Exclusive */
            recorded_at_to?: string;
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("platform" | "impressions" | "views" | "likes" | "shares" | "comments" | "clicks" | "engagement_rate" | "ctr" | "recorded_at")[];
        };
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000004 */
            content_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description What had been counted of a content by each quarter of an hour that changed it, newest first */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["PerformanceSnapshot"][];
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfcampaignsPlanningDatabaseHealthGet = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("status" | "service" | "timestamp")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Whether planning’s database answers now, and the planning tables stand; 503 where not */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @constant */
                    status: "healthy";
                    /** @constant */
                    service: "content_planning_database";
                    /** Format: date-time */
                    timestamp: string;
                };
            };
        };
    };
};
type OfcampaignsPlanningHealthGet = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("status" | "service" | "timestamp")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Whether planning can do its work now: its stores were asked; 503 where it cannot */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @constant */
                    status: "healthy";
                    /** @constant */
                    service: "content_planning";
                    /** Format: date-time */
                    timestamp: string;
                };
            };
        };
    };
};
type OfschedulingPlatformAccountList = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            platform?: "webhook"[];
            status?: ("connected" | "disconnected")[];
            /** @description Order of the items; with - from the highest */
            sort?: "created_at" | "-created_at";
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "company_id" | "platform" | "name" | "settings" | "status" | "created_at" | "updated_at")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description List platform accounts; newest first unless told */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["PlatformAccount"][];
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfschedulingPlatformAccountConnect = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                /** @enum {string} */
                platform: "webhook";
                name: string;
                settings: Schemas["WebhookSettings"];
            };
        };
    };
    responses: {
        /** @description Connect a platform account; the signing secret is shown once */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** Format: uuid */
                    id: string;
                    /** Format: uuid */
                    company_id: string;
                    /** @enum {string} */
                    platform: "webhook";
                    name: string;
                    settings: Schemas["WebhookSettings"];
                    /** @enum {string} */
                    status: "connected" | "disconnected";
                    /** Format: date-time */
                    created_at: string;
                    /** Format: date-time */
                    updated_at: string;
                    /** @description whsec_…, Standard Webhooks */
                    signing_secret: string;
                };
            };
        };
    };
};
type OfschedulingPlatformAccountDisconnect = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000006 */
            account_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Disconnect a platform account; its pending posts are cancelled and its secret is forgotten */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["PlatformAccount"];
            };
        };
    };
};
type OfschedulingPostCancel = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000007 */
            post_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Cancel a post that has not left */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["ScheduledPost"];
            };
        };
    };
};
type OfschedulingPostGet = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "company_id" | "content_id" | "version_id" | "version_hash" | "campaign_id" | "platform" | "platform_account_id" | "scheduled_time" | "status" | "published_at" | "platform_post_id" | "error_code" | "error_message" | "retry_count" | "revision" | "created_at" | "updated_at" | "attempts")[];
        };
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000007 */
            post_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description One scheduled post with its attempts */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** Format: uuid */
                    id: string;
                    /** Format: uuid */
                    company_id: string;
                    /** Format: uuid */
                    content_id: string;
                    /** Format: uuid */
                    version_id: string;
                    version_hash: string;
                    campaign_id: string | null;
                    /** @enum {string} */
                    platform: "webhook";
                    /** Format: uuid */
                    platform_account_id: string;
                    /** Format: date-time */
                    scheduled_time: string;
                    /** @enum {string} */
                    status: "pending" | "publishing" | "published" | "failed" | "cancelled" | "unknown" | "missed" | "paused";
                    published_at: string | null;
                    platform_post_id: string | null;
                    error_code: string | null;
                    error_message: string | null;
                    retry_count: number;
                    revision: number;
                    /** Format: date-time */
                    created_at: string;
                    /** Format: date-time */
                    updated_at: string;
                    attempts: Schemas["PostAttempt"][];
                };
            };
        };
    };
};
type OfschedulingPostList = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            status?: ("pending" | "publishing" | "published" | "failed" | "cancelled" | "unknown" | "missed" | "paused")[];
            content_id?: string;
            campaign_id?: string;
            /** @description scheduled_time at or after it */
            scheduled_time_from?: string;
            /** @description scheduled_time before it */
            scheduled_time_to?: string;
            /** @description Order of the items; with - from the highest */
            sort?: "scheduled_time" | "-scheduled_time";
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "company_id" | "content_id" | "version_id" | "version_hash" | "campaign_id" | "platform" | "platform_account_id" | "scheduled_time" | "status" | "published_at" | "platform_post_id" | "error_code" | "error_message" | "retry_count" | "revision" | "created_at" | "updated_at")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Scheduled posts; by their instant unless told */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["ScheduledPost"][];
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfschedulingPostSchedule = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                /** Format: uuid */
                content_id: string;
                /** Format: uuid */
                version_id: string;
                /** Format: uuid */
                platform_account_id: string;
                /** Format: date-time */
                scheduled_time: string;
                /**
                 * @description Its post: it leaves only while the campaign is active, and waits as `paused` while that is a draft or paused
                 * @default null
                 */
                campaign_id?: string | null;
            };
        };
    };
    responses: {
        /** @description Schedule the approved version of a content for an instant */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** Format: uuid */
                    id: string;
                    /** Format: uuid */
                    company_id: string;
                    /** Format: uuid */
                    content_id: string;
                    /** Format: uuid */
                    version_id: string;
                    version_hash: string;
                    campaign_id: string | null;
                    /** @enum {string} */
                    platform: "webhook";
                    /** Format: uuid */
                    platform_account_id: string;
                    /** Format: date-time */
                    scheduled_time: string;
                    /** @enum {string} */
                    status: "pending" | "publishing" | "published" | "failed" | "cancelled" | "unknown" | "missed" | "paused";
                    published_at: string | null;
                    platform_post_id: string | null;
                    error_code: string | null;
                    error_message: string | null;
                    retry_count: number;
                    revision: number;
                    /** Format: date-time */
                    created_at: string;
                    /** Format: date-time */
                    updated_at: string;
                    /** @description A warning: other contents that say nearly the same, the nearest first, five at most; of what was written in the last seconds nothing may be known yet. Texts of fewer than 8 words have none. null: it was not looked, because the index did not answer within 200 ms or the caller may not read contents */
                    near_duplicates: Schemas["NearDuplicate"][] | null;
                };
            };
        };
    };
};
type OfschedulingPostSettle = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000007 */
            post_id: string;
        };
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                /**
                 * @description failed: the platform does not have it, and it may be scheduled again
                 * @enum {string}
                 */
                outcome: "published" | "failed";
                /** @description Where it was published: the platform’s id of it, or its URL */
                platform_post_id?: string;
                /** @description Where it failed: why; kept as error_message */
                note?: string;
            };
        };
    };
    responses: {
        /** @description Say what became of a post of unknown outcome, after a look at the platform; nothing is sent */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["ScheduledPost"];
            };
        };
    };
};
type OfembeddingsPreferenceGet = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("preference_type" | "model" | "dimensions" | "contents" | "confidence_score" | "updated_at")[];
        };
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000002 */
            user_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description What a reader is known to like, from what he did: views, clicks, likes, saves, comments and shares of the last 300 days */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** Format: uuid */
                    user_id: string;
                    items: {
                        /** @constant */
                        preference_type: "interests";
                        /** @description Of the vector; it is compared with those of contents of the same model */
                        model: string;
                        dimensions: number;
                        /** @description From how many contents it was made */
                        contents: number;
                        /** @description 0 to 1: how much is known; half after what weighs as much as ten views of today */
                        confidence_score: number;
                        /** Format: date-time */
                        updated_at: string;
                    }[];
                    topics: {
                        topic: string;
                        /** @description Part of all topics of what the reader engaged with */
                        weight: number;
                    }[];
                };
            };
        };
    };
};
type OfidentityProfileGet = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("interests" | "preferred_topics" | "content_preferences" | "engagement_patterns" | "behavioral_data" | "last_activity_at" | "updated_at")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Show one’s own profile */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["Profile"];
            };
        };
    };
};
type OfidentityProfileUpdate = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: {
        content: {
            "application/json": {
                interests?: string[];
                preferred_topics?: string[];
                content_preferences?: {
                    [key: string]: Schemas["JsonValue"];
                };
                engagement_patterns?: {
                    [key: string]: Schemas["JsonValue"];
                };
                behavioral_data?: {
                    [key: string]: Schemas["JsonValue"];
                };
                /** Format: date-time */
                last_activity_at?: string;
            };
        };
    };
    responses: {
        /** @description Change one’s own profile; a field that is given replaces what was kept */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["Profile"];
            };
        };
    };
};
type OfidentityProviderKeyGet = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "service_name" | "last_four" | "protocol" | "base_url" | "is_active" | "created_by" | "created_at" | "updated_at" | "rotated_at")[];
        };
        header?: never;
        path: {
            /**
             * @description The provider, as the platform names it
             * @example anthropic
             */
            service_name: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description What is known of the key of a third party, without the key */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["ProviderKey"];
            };
        };
    };
};
type OfidentityProviderKeyStore = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /**
             * @description The provider, as the platform names it
             * @example anthropic
             */
            service_name: string;
        };
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                secret: string;
                /** @description How its models are called: as those of Anthropic, or as those of OpenAI, whose API many servers speak; null where it has none */
                protocol?: ("anthropic" | "openai") | null;
                base_url?: string | null;
            };
        };
    };
    responses: {
        /** @description Keep the key of a third party, encrypted; it replaces the one that was kept with its protocol and base URL, and is never shown again */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["ProviderKey"];
            };
        };
    };
};
type OfidentityProviderKeyDelete = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /**
             * @description The provider, as the platform names it
             * @example anthropic
             */
            service_name: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Forget the key of a third party */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": null;
            };
        };
    };
};
type OfidentityProviderKeySwitch = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /**
             * @description The provider, as the platform names it
             * @example anthropic
             */
            service_name: string;
        };
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                is_active: boolean;
            };
        };
    };
    responses: {
        /** @description Switch the key of a third party off, or on again */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["ProviderKey"];
            };
        };
    };
};
type OfidentityProviderKeyList = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "service_name" | "last_four" | "protocol" | "base_url" | "is_active" | "created_by" | "created_at" | "updated_at" | "rotated_at")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description List the keys of third parties by name, without the keys */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["ProviderKey"][];
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfembeddingsRecommendationGet = {
    parameters: {
        query?: {
            status?: "draft" | "review" | "changes_requested" | "approved" | "rejected" | "published" | "archived";
            limit?: number;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("content_id" | "title" | "score")[];
        };
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000002 */
            user_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Contents for a reader: those nearest to what he likes, without those that he engaged with */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /**
                     * @description popular: nothing is known of the reader, or nothing near it is left; these are what others engaged with most
                     * @enum {string}
                     */
                    basis: "interests" | "popular";
                    /** @description 0 to 1: how much is known; half after what weighs as much as ten views of today */
                    confidence_score: number;
                    items: {
                        /** Format: uuid */
                        content_id: string;
                        title: string;
                        /** @description interests: cosine of the nearest passage; popular: what others did, the older the less */
                        score: number;
                    }[];
                };
            };
        };
    };
};
type OfgenerationReportCache = {
    parameters: {
        query: {
            /**
             * @description Inclusive; a midnight of UTC where calls and figures are so old that only the sums of their days are kept
             * @example 2026-01-01T00:00:00Z
             */
            from: string;
            /**
             * @description Exclusive; a midnight of UTC where calls and figures are so old that only the sums of their days are kept
             * @example 2026-02-01T00:00:00Z
             */
            to: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("cache_hit" | "requests" | "avg_duration_ms")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description What the cache of results saves */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: {
                        cache_hit: boolean;
                        requests: number;
                        /** @description Mean, rounded to two decimals */
                        avg_duration_ms: number;
                    }[];
                };
            };
        };
    };
};
type OfgenerationReportFailures = {
    parameters: {
        query: {
            /**
             * @description Inclusive
             * @example 2026-01-01T00:00:00Z
             */
            from: string;
            /**
             * @description Exclusive
             * @example 2026-02-01T00:00:00Z
             */
            to: string;
            /** @description At most so many */
            limit?: number;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("request_id" | "content_type" | "error_message" | "created_at")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Requests that failed, newest first */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: {
                        request_id: string;
                        /** @enum {string} */
                        content_type: "blog" | "social" | "amazon" | "competitor" | "other";
                        error_message: string | null;
                        /** Format: date-time */
                        created_at: string;
                    }[];
                };
            };
        };
    };
};
type OfgenerationReportKeyCalls = {
    parameters: {
        query: {
            /**
             * @description Inclusive; a midnight of UTC where calls and figures are so old that only the sums of their days are kept
             * @example 2026-01-01T00:00:00Z
             */
            from: string;
            /**
             * @description Exclusive; a midnight of UTC where calls and figures are so old that only the sums of their days are kept
             * @example 2026-02-01T00:00:00Z
             */
            to: string;
            /** @description At most so many */
            limit?: number;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("api_key_hash" | "total_requests" | "failed_requests" | "last_used")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Calls by the key of the provider that they were made with, named by its SHA-256 */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: {
                        api_key_hash: string;
                        total_requests: number;
                        failed_requests: number;
                        /** Format: date-time */
                        last_used: string;
                    }[];
                };
            };
        };
    };
};
type OfgenerationReportModelCosts = {
    parameters: {
        query: {
            /**
             * @description Inclusive; a midnight of UTC where calls and figures are so old that only the sums of their days are kept
             * @example 2026-01-01T00:00:00Z
             */
            from: string;
            /**
             * @description Exclusive; a midnight of UTC where calls and figures are so old that only the sums of their days are kept
             * @example 2026-02-01T00:00:00Z
             */
            to: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("model" | "month" | "api_calls" | "total_tokens" | "total_cost" | "unpriced_calls")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Calls that succeeded and their cost, by month of UTC and model, newest month and dearest model first, at most a thousand rows */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: {
                        model: string;
                        /**
                         * Format: date
                         * @description Its first day
                         */
                        month: string;
                        api_calls: number;
                        total_tokens: number;
                        /** @description US dollars with twelve decimals, of the calls whose cost is known; null where none is */
                        total_cost: string | null;
                        /** @description Calls whose cost nobody knows, for want of a price or of usage; they are in no sum of money */
                        unpriced_calls: number;
                    }[];
                };
            };
        };
    };
};
type OfgenerationReportRetries = {
    parameters: {
        query: {
            /**
             * @description Inclusive; a midnight of UTC where calls and figures are so old that only the sums of their days are kept
             * @example 2026-01-01T00:00:00Z
             */
            from: string;
            /**
             * @description Exclusive; a midnight of UTC where calls and figures are so old that only the sums of their days are kept
             * @example 2026-02-01T00:00:00Z
             */
            to: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("date" | "total_retries" | "total_requests" | "retry_percentage")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description How often models have to be called again, per day of UTC, newest first; days without requests are left out */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: {
                        /** Format: date */
                        date: string;
                        total_retries: number;
                        total_requests: number;
                        /** @description Of requests that were retried, rounded to two decimals */
                        retry_percentage: number;
                    }[];
                };
            };
        };
    };
};
type OfgenerationReportSlowest = {
    parameters: {
        query: {
            /**
             * @description Inclusive; a midnight of UTC where calls and figures are so old that only the sums of their days are kept
             * @example 2026-01-01T00:00:00Z
             */
            from: string;
            /**
             * @description Exclusive; a midnight of UTC where calls and figures are so old that only the sums of their days are kept
             * @example 2026-02-01T00:00:00Z
             */
            to: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("content_type" | "avg_duration" | "avg_api_time" | "max_duration")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description How long requests take, by content type, the slowest first */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: {
                        /** @enum {string} */
                        content_type: "blog" | "social" | "amazon" | "competitor" | "other";
                        /** @description Mean, rounded to two decimals */
                        avg_duration: number;
                        /** @description Mean, rounded to two decimals */
                        avg_api_time: number;
                        max_duration: number;
                    }[];
                };
            };
        };
    };
};
type OfgenerationReportTypeCosts = {
    parameters: {
        query: {
            /**
             * @description Inclusive; a midnight of UTC where calls and figures are so old that only the sums of their days are kept
             * @example 2026-01-01T00:00:00Z
             */
            from: string;
            /**
             * @description Exclusive; a midnight of UTC where calls and figures are so old that only the sums of their days are kept
             * @example 2026-02-01T00:00:00Z
             */
            to: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("content_type" | "requests" | "api_calls" | "total_cost" | "avg_cost_per_request" | "unpriced_calls")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Cost by content type, every call of a request with it, whether it succeeded or not */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: {
                        /** @enum {string} */
                        content_type: "blog" | "social" | "amazon" | "competitor" | "other";
                        /** @description That called a model: runs, however many calls each made */
                        requests: number;
                        api_calls: number;
                        /** @description US dollars with twelve decimals, of the calls whose cost is known; null where none is */
                        total_cost: string | null;
                        /** @description Per run, not per call; null where the cost of one of its calls is not known */
                        avg_cost_per_request: string | null;
                        /** @description Calls whose cost nobody knows, for want of a price or of usage; they are in no sum of money */
                        unpriced_calls: number;
                    }[];
                };
            };
        };
    };
};
type OfgenerationReportTypes = {
    parameters: {
        query: {
            /**
             * @description Inclusive
             * @example 2026-01-01T00:00:00Z
             */
            from: string;
            /**
             * @description Exclusive
             * @example 2026-02-01T00:00:00Z
             */
            to: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("content_type" | "count" | "avg_tokens" | "avg_time_ms")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Which content types are generated most, with the tokens and the time that they take */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: {
                        /** @enum {string} */
                        content_type: "blog" | "social" | "amazon" | "competitor" | "other";
                        count: number;
                        /** @description Mean, rounded to two decimals */
                        avg_tokens: number;
                        /** @description Mean, rounded to two decimals */
                        avg_time_ms: number;
                    }[];
                };
            };
        };
    };
};
type OfgenerationReportUserCalls = {
    parameters: {
        query?: {
            /** @description Calls; who has as many or fewer is left out */
            more_than?: number;
            /** @description At most so many */
            limit?: number;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("user_id" | "requests_last_hour")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Users with many calls in the last hour */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: {
                        /** Format: uuid */
                        user_id: string;
                        requests_last_hour: number;
                    }[];
                };
            };
        };
    };
};
type OfgenerationReportUserCosts = {
    parameters: {
        query: {
            /**
             * @description Inclusive; a midnight of UTC where calls and figures are so old that only the sums of their days are kept
             * @example 2026-01-01T00:00:00Z
             */
            from: string;
            /**
             * @description Exclusive; a midnight of UTC where calls and figures are so old that only the sums of their days are kept
             * @example 2026-02-01T00:00:00Z
             */
            to: string;
            /** @description At most so many */
            limit?: number;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("user_id" | "api_calls" | "tokens_used" | "total_cost" | "unpriced_calls")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Users whose calls cost most */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: {
                        /** Format: uuid */
                        user_id: string;
                        api_calls: number;
                        tokens_used: number;
                        /** @description US dollars with twelve decimals, of the calls whose cost is known; null where none is */
                        total_cost: string | null;
                        /** @description Calls whose cost nobody knows, for want of a price or of usage; they are in no sum of money */
                        unpriced_calls: number;
                    }[];
                };
            };
        };
    };
};
type OfgenerationReportVolume = {
    parameters: {
        query: {
            /**
             * @description Inclusive
             * @example 2026-01-01T00:00:00Z
             */
            from: string;
            /**
             * @description Exclusive
             * @example 2026-02-01T00:00:00Z
             */
            to: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("date" | "requests" | "total_tokens")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Requests and tokens per day of UTC, newest first; days without any are left out */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: {
                        /** Format: date */
                        date: string;
                        requests: number;
                        total_tokens: number;
                    }[];
                };
            };
        };
    };
};
type OfgenerationRunCancel = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-00000000000e */
            generation_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Cancel a run that has not ended; no draft comes of it any more */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["Generation"];
            };
        };
    };
};
type OfgenerationRunGet = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "company_id" | "user_id" | "content_id" | "campaign_id" | "content_type" | "draft_type" | "agent_name" | "title" | "status" | "model" | "attempts" | "retry_reasons" | "validation_errors" | "error_code" | "error_message" | "cache_hit" | "cache_key" | "created_at" | "started_at" | "finished_at" | "prompt" | "system" | "template" | "variables" | "schema" | "models" | "max_output_tokens" | "temperature" | "timeout_seconds" | "max_attempts" | "use_cache" | "platform")[];
        };
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-00000000000e */
            generation_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description One run, with what it was asked to do */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["Generation"];
            };
        };
    };
};
type OfgenerationRunList = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            status?: ("pending" | "running" | "succeeded" | "failed" | "cancelled")[];
            user_id?: string;
            content_id?: string;
            /** @description Order of the items; with - from the highest */
            sort?: "id" | "-id";
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "company_id" | "user_id" | "content_id" | "campaign_id" | "content_type" | "draft_type" | "agent_name" | "title" | "status" | "model" | "attempts" | "retry_reasons" | "validation_errors" | "error_code" | "error_message" | "cache_hit" | "cache_key" | "created_at" | "started_at" | "finished_at")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Runs of models; newest first unless told */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["GenerationSummary"][];
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfgenerationRunStart = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                /** @enum {string} */
                content_type: "blog" | "social" | "amazon" | "competitor" | "other";
                /**
                 * @description blog → blog_post, social → social_post, amazon → ad_copy, others → blog_post unless told
                 * @enum {string}
                 */
                draft_type?: "blog_post" | "social_post" | "email" | "ad_copy" | "image" | "video";
                agent_name?: string;
                /** @default null */
                title?: string | null;
                /**
                 * Format: uuid
                 * @description A content that gets the draft as a new version; without it a new content is made
                 */
                content_id?: string;
                /**
                 * @description Of a content that is of a campaign it is that campaign
                 * @default null
                 */
                campaign_id?: string | null;
                prompt: string;
                /**
                 * @description Instructions beside the prompt
                 * @default null
                 */
                system?: string | null;
                /**
                 * @description What the draft looks like; {{name}} stands for a variable, for title or for prompt
                 * @default null
                 */
                template?: string | null;
                /** @default {} */
                variables?: {
                    [key: string]: Schemas["JsonValue"];
                };
                /**
                 * @description JSON Schema that the draft must fit; the draft is JSON then
                 * @default null
                 */
                schema?: {
                    [key: string]: Schemas["JsonValue"];
                } | null;
                /**
                 * @description In the order in which they are asked, each where the one before failed; none: the active model of the company, or the offline writer
                 * @default []
                 */
                models?: {
                    /** @description offline, or the name under which the company keeps the provider’s key */
                    provider: string;
                    /** @description As the provider names it */
                    model: string;
                }[];
                /** @default 4096 */
                max_output_tokens?: number;
                /** @default null */
                temperature?: number | null;
                /**
                 * @description Of one attempt
                 * @default 120
                 */
                timeout_seconds?: number;
                /**
                 * @description Of each model
                 * @default 3
                 */
                max_attempts?: number;
                /**
                 * @description Take what the same request brought within the last day
                 * @default true
                 */
                use_cache?: boolean;
                /** @default null */
                platform?: string | null;
            };
        };
    };
    responses: {
        /** @description Have a draft written from a prompt; it becomes a content, or a version of one, when it is done */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["Generation"];
            };
        };
    };
};
type OfidentitySessionEnd = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000005 */
            session_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description End one of the sessions of oneself at once */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": null;
            };
        };
    };
};
type OfidentitySessionList = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "address" | "user_agent" | "created_at" | "last_seen_at" | "expires_at" | "is_current")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description List the open sessions of oneself, newest first */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["OpenSession"][];
                };
            };
        };
    };
};
type OfidentitySessionEndOthers = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description End all sessions of oneself but this one */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @description How many */
                    ended: number;
                };
            };
        };
    };
};
type OfidentitySessionLogIn = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                /** Format: email */
                email: string;
                password: string;
                totp_code?: string;
            };
        };
    };
    responses: {
        /** @description Exchange e-mail address and password for a session */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    company: Schemas["Company"];
                    user: Schemas["User"];
                    session: Schemas["Session"];
                };
            };
        };
    };
};
type OfidentitySessionLogOut = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description End this session */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": null;
            };
        };
    };
};
type OfidentitySessionRefresh = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                refresh_token: string;
                /**
                 * Format: uuid
                 * @description Of the client’s own choice, kept for repeats: within a minute the same token with the same id gets the same answer again
                 */
                attempt_id?: string;
            };
        };
    };
    responses: {
        /** @description Exchange a refresh token for a new one and a new access token */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["Session"];
            };
        };
    };
};
type OfidentitySettingsGet = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("preferred_ai_provider" | "default_content_type" | "ui_theme" | "language" | "settings_json" | "updated_at")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Show one’s own settings */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["Settings"];
            };
        };
    };
};
type OfidentitySettingsUpdate = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: {
        content: {
            "application/json": {
                preferred_ai_provider?: string | null;
                default_content_type?: string | null;
                ui_theme?: string;
                language?: string;
                /** @description At most 64 KiB as JSON */
                settings_json?: {
                    [key: string]: Schemas["JsonValue"];
                };
            };
        };
    };
    responses: {
        /** @description Change one’s own settings; a field that is given replaces what was kept */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["Settings"];
            };
        };
    };
};
type OfcampaignsStrategyList = {
    parameters: {
        query?: {
            /** @description Items per page at most */
            limit?: number;
            /** @description From the Link header of the page before */
            cursor?: string;
            /**
             * @description The caller’s own label of whoever plans, a number or a text; it is answered as it was given
             * @example 1
             */
            user_id?: number | string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "user_id" | "name" | "industry" | "target_audience" | "content_pillars" | "ai_recommendations" | "revision" | "created_at" | "updated_at")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Strategies, newest first */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["Strategy"][];
            };
        };
    };
};
type OfcampaignsStrategyCreate = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                /** @description The caller’s own label of whoever plans, a number or a text; it is answered as it was given */
                user_id: number | string;
                name: string;
                /** @default null */
                industry?: string | null;
                /** @default null */
                target_audience?: (string | {
                    [key: string]: Schemas["JsonValue"];
                }) | null;
                /** @default [] */
                content_pillars?: (string | {
                    [key: string]: Schemas["JsonValue"];
                })[];
                /** @default {} */
                ai_recommendations?: {
                    [key: string]: Schemas["JsonValue"];
                };
            };
        };
    };
    responses: {
        /** @description Write a content strategy down */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["Strategy"];
            };
        };
    };
};
type OfcampaignsStrategyGet = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "user_id" | "name" | "industry" | "target_audience" | "content_pillars" | "ai_recommendations" | "revision" | "created_at" | "updated_at")[];
        };
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000050 */
            strategy_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description One strategy */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["Strategy"];
            };
        };
    };
};
type OfcampaignsStrategyUpdate = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000050 */
            strategy_id: string;
        };
        cookie?: never;
    };
    requestBody?: {
        content: {
            "application/json": {
                /** @description The caller’s own label of whoever plans, a number or a text; it is answered as it was given */
                user_id?: number | string;
                name?: string;
                industry?: string | null;
                target_audience?: (string | {
                    [key: string]: Schemas["JsonValue"];
                }) | null;
                content_pillars?: (string | {
                    [key: string]: Schemas["JsonValue"];
                })[];
                ai_recommendations?: {
                    [key: string]: Schemas["JsonValue"];
                };
            };
        };
    };
    responses: {
        /** @description Change what is given of a strategy; the rest stays */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["Strategy"];
            };
        };
    };
};
type OfcampaignsStrategyDelete = {
    parameters: {
        query?: {
            /** @description Also delete its calendar events; without it a strategy that has any is refused */
            with_events?: boolean | ("true" | "false");
        };
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000050 */
            strategy_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Delete a strategy; one that has calendar events only together with them */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    message: string;
                    deleted_events: number;
                };
            };
        };
    };
};
type OfcampaignsStrategyAnalyticsGet = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000050 */
            strategy_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description What the contents of a strategy’s events brought, per platform; an empty list where nothing was measured yet */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["PlanningAnalytics"][];
            };
        };
    };
};
type OfcampaignsStrategyEventList = {
    parameters: {
        query?: {
            /** @description Items per page at most */
            limit?: number;
            /** @description From the Link header of the page before */
            cursor?: string;
            /** @description Order of the items; with - from the highest */
            sort?: "scheduled_date" | "-scheduled_date";
            status?: ("draft" | "scheduled" | "published" | "cancelled")[];
            platform?: string;
            content_type?: string;
            /** @description From this instant on */
            scheduled_date_from?: string;
            /** @description Before this instant */
            scheduled_date_to?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "strategy_id" | "title" | "description" | "content_type" | "platform" | "scheduled_date" | "status" | "ai_recommendations" | "content_id" | "campaign_id" | "revision" | "created_at" | "updated_at")[];
        };
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000050 */
            strategy_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description The calendar events of one strategy, the earliest first */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["CalendarEvent"][];
            };
        };
    };
};
type OfcampaignsStrategySummaryGet = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("strategy_id" | "name" | "total_events" | "by_status" | "by_platform" | "by_content_type" | "by_month" | "first_event" | "next_event" | "last_event" | "contents" | "created_at" | "updated_at")[];
        };
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000050 */
            strategy_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description The events of a strategy, counted */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["StrategySummary"];
            };
        };
    };
};
type OfanalyticsTimeSeriesGet = {
    parameters: {
        query: {
            /**
             * @description Inclusive
             * @example 2026-01-01T00:00:00Z
             */
            from: string;
            /**
             * @description Exclusive
             * @example 2026-02-01T00:00:00Z
             */
            to: string;
            event_type?: string;
            content_id?: string;
            platform?: string;
            /** @example day */
            interval?: "minute" | "quarter" | "hour" | "day";
            /**
             * @description IANA name
             * @example Europe/Berlin
             */
            time_zone?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("bucket" | "events" | "visitors")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Events per bucket of time, in any time zone; empty buckets are zero */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: {
                        /** Format: date-time */
                        bucket: string;
                        events: number;
                        visitors: number;
                    }[];
                };
            };
        };
    };
};
type OfanalyticsTotalsGet = {
    parameters: {
        query: {
            /**
             * @description Inclusive
             * @example 2026-01-01T00:00:00Z
             */
            from: string;
            /**
             * @description Exclusive
             * @example 2026-02-01T00:00:00Z
             */
            to: string;
            event_type?: string;
            content_id?: string;
            platform?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("event_type" | "events" | "visitors")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Events and unique visitors by event type */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: {
                        event_type: string;
                        events: number;
                        visitors: number;
                    }[];
                };
            };
        };
    };
};
type OfidentityTotpBegin = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                password: string;
            };
        };
    };
    responses: {
        /** @description Get the secret for an authenticator; it counts once it is confirmed */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @description Base32 */
                    secret: string;
                    /** @description To be shown as a QR code */
                    otpauth_url: string;
                };
            };
        };
    };
};
type OfidentityTotpConfirm = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                totp_code: string;
            };
        };
    };
    responses: {
        /** @description Prove that the authenticator works; from now on log-ins need a code */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @description Each stands for a code once; shown only now */
                    recovery_codes: string[];
                };
            };
        };
    };
};
type OfidentityTotpRemove = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                password: string;
            };
        };
    };
    responses: {
        /** @description Log in without codes again */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": null;
            };
        };
    };
};
type OfidentityTotpRemoveOfUser = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000002 */
            user_id: string;
        };
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                /** @description One’s own */
                password: string;
            };
        };
    };
    responses: {
        /** @description Take a lost authenticator off a user, who is logged out everywhere and told by mail; needs the password of the admin who does it */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": null;
            };
        };
    };
};
type OfidentityUserGetErasure = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "company_id" | "user_id" | "requested_by" | "requested_at" | "state" | "finished_at" | "passes" | "waits_for" | "erased" | "left" | "places")[];
        };
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000002 */
            user_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Show how far the erasure of a user is, and what is left */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["ErasureReport"];
            };
        };
    };
};
type OfidentityUserErase = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000002 */
            user_id: string;
        };
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                /** @description Of the admin who asks */
                password: string;
            };
        };
    };
    responses: {
        /** @description Erase what is kept of a user as a person; the user is locked out, and his work stays under an id that says nobody */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["Erasure"];
            };
        };
    };
};
type OfidentityUserEraseOwn = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                password: string;
            };
        };
    };
    responses: {
        /** @description Erase what is kept of oneself as a person; one is locked out with the answer */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["Erasure"];
            };
        };
    };
};
type OfidentityUserGet = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "username" | "first_name" | "last_name" | "email" | "email_verified" | "role" | "is_active" | "preferences" | "last_login_at" | "created_at" | "updated_at")[];
        };
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000002 */
            user_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Show a user */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["UserDetail"];
            };
        };
    };
};
type OfidentityUserUpdate = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000002 */
            user_id: string;
        };
        cookie?: never;
    };
    requestBody?: {
        content: {
            "application/json": {
                /** @enum {string} */
                role?: "admin" | "manager" | "user" | "viewer";
                is_active?: boolean;
            };
        };
    };
    responses: {
        /** @description Change a user’s role, or switch the user off or on; either ends the user’s sessions */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["UserDetail"];
            };
        };
    };
};
type OfidentityUserGetOwn = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "username" | "first_name" | "last_name" | "email" | "email_verified" | "role" | "is_active" | "preferences" | "last_login_at" | "created_at" | "updated_at")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description Show oneself with everything that is kept of one */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["UserDetail"];
            };
        };
    };
};
type OfidentityUserUpdateOwn = {
    parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: {
        content: {
            "application/json": {
                username?: string;
                first_name?: string | null;
                last_name?: string | null;
                /** @description Replaces those that are kept; at most 64 KiB as JSON */
                preferences?: {
                    [key: string]: Schemas["JsonValue"];
                };
            };
        };
    };
    responses: {
        /** @description Change one’s own names and preferences */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["UserDetail"];
            };
        };
    };
};
type OfidentityUserList = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            role?: ("admin" | "manager" | "user" | "viewer")[];
            is_active?: boolean;
            /** @description Order of the items; with - from the highest */
            sort?: "id" | "-id";
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "username" | "first_name" | "last_name" | "email" | "email_verified" | "role" | "is_active" | "preferences" | "last_login_at" | "created_at" | "updated_at")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description List the company’s users with everything that is kept of them; who came first is first unless told */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["UserDetail"][];
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfidentityUserListColleagues = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "username" | "first_name" | "last_name")[];
        };
        header?: never;
        path?: never;
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description List the names of the company’s active users */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["Colleague"][];
                    next_cursor: string | null;
                };
            };
        };
    };
};
type OfcontentVersionApprove = {
    parameters: {
        query?: never;
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000004 */
            content_id: string;
        };
        cookie?: never;
    };
    requestBody: {
        content: {
            "application/json": {
                version_hash: string;
            };
        };
    };
    responses: {
        /** @description Approve exactly the version whose hash is named */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["ContentSummary"];
            };
        };
    };
};
type OfcontentVersionGet = {
    parameters: {
        query?: {
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "content_id" | "number" | "hash" | "title" | "created_by" | "created_at" | "approved_by" | "approved_at" | "content_type" | "platform" | "content_text" | "metadata")[];
        };
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000004 */
            content_id: string;
            /** @example 0192f0c1-7a00-7000-8000-000000000005 */
            version_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description One version with its text */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": Schemas["Version"];
            };
        };
    };
};
type OfcontentVersionList = {
    parameters: {
        query?: {
            /** @description Items per page */
            limit?: number;
            /** @description next_cursor of the page before */
            cursor?: string;
            /** @description Only these fields of the answer, or of each item of a list; without it all of them */
            fields?: ("id" | "content_id" | "number" | "hash" | "title" | "created_by" | "created_at" | "approved_by" | "approved_at")[];
        };
        header?: never;
        path: {
            /** @example 0192f0c1-7a00-7000-8000-000000000004 */
            content_id: string;
        };
        cookie?: never;
    };
    requestBody?: never;
    responses: {
        /** @description The versions of a content, newest first */
        200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    items: Schemas["VersionSummary"][];
                    next_cursor: string | null;
                };
            };
        };
    };
};
export interface operations {
    "identity.account.get": OfidentityAccountGet;
    "analytics.activity.count": OfanalyticsActivityCount;
    "identity.api-key.add": OfidentityApiKeyAdd;
    "identity.api-key.list": OfidentityApiKeyList;
    "identity.api-key.create": OfidentityApiKeyCreate;
    "identity.api-key.revoke": OfidentityApiKeyRevoke;
    "identity.api-key.rotate": OfidentityApiKeyRotate;
    "identity.audit.export": OfidentityAuditExport;
    "identity.audit.list": OfidentityAuditList;
    "campaigns.booking.list": OfcampaignsBookingList;
    "campaigns.booking.create": OfcampaignsBookingCreate;
    "identity.brand-term.list": OfidentityBrandTermList;
    "identity.brand-term.add": OfidentityBrandTermAdd;
    "identity.brand-term.remove": OfidentityBrandTermRemove;
    "identity.brand-term.update": OfidentityBrandTermUpdate;
    "generation.budget.delete": OfgenerationBudgetDelete;
    "generation.budget.list": OfgenerationBudgetList;
    "generation.budget.set": OfgenerationBudgetSet;
    "campaigns.calendar-event.list": OfcampaignsCalendarEventList;
    "campaigns.calendar-event.create": OfcampaignsCalendarEventCreate;
    "campaigns.calendar-event.get": OfcampaignsCalendarEventGet;
    "campaigns.calendar-event.update": OfcampaignsCalendarEventUpdate;
    "campaigns.calendar-event.delete": OfcampaignsCalendarEventDelete;
    "campaigns.calendar-event-analytics.get": OfcampaignsCalendarEventAnalyticsGet;
    "campaigns.campaign.cancel": OfcampaignsCampaignCancel;
    "campaigns.campaign.complete": OfcampaignsCampaignComplete;
    "campaigns.campaign.list": OfcampaignsCampaignList;
    "campaigns.campaign.create": OfcampaignsCampaignCreate;
    "campaigns.campaign.get": OfcampaignsCampaignGet;
    "campaigns.campaign.delete": OfcampaignsCampaignDelete;
    "campaigns.campaign.update": OfcampaignsCampaignUpdate;
    "campaigns.campaign.pause": OfcampaignsCampaignPause;
    "campaigns.campaign.report": OfcampaignsCampaignReport;
    "campaigns.campaign.resume": OfcampaignsCampaignResume;
    "campaigns.campaign.start": OfcampaignsCampaignStart;
    "identity.client.get": OfidentityClientGet;
    "identity.client.delete": OfidentityClientDelete;
    "identity.client.update": OfidentityClientUpdate;
    "identity.client.list": OfidentityClientList;
    "identity.company.erase": OfidentityCompanyErase;
    "identity.company.get": OfidentityCompanyGet;
    "identity.company.update": OfidentityCompanyUpdate;
    "identity.company.sign-up": OfidentityCompanySignUp;
    "identity.contact.get": OfidentityContactGet;
    "identity.contact.update": OfidentityContactUpdate;
    "identity.contact.get-of-user": OfidentityContactGetOfUser;
    "content.content.archive": OfcontentContentArchive;
    "content.content.list": OfcontentContentList;
    "content.content.create": OfcontentContentCreate;
    "content.content.get": OfcontentContentGet;
    "content.content.delete": OfcontentContentDelete;
    "content.content.update": OfcontentContentUpdate;
    "content.content.reject": OfcontentContentReject;
    "content.content.request-changes": OfcontentContentRequestChanges;
    "content.content.search": OfcontentContentSearch;
    "content.content.submit": OfcontentContentSubmit;
    "analytics.content.top": OfanalyticsContentTop;
    "analytics.content-activity.list": OfanalyticsContentActivityList;
    "embeddings.content.match": OfembeddingsContentMatch;
    "embeddings.content.resemble": OfembeddingsContentResemble;
    "embeddings.content.search": OfembeddingsContentSearch;
    "embeddings.document.get": OfembeddingsDocumentGet;
    "embeddings.document.put": OfembeddingsDocumentPut;
    "embeddings.document.delete": OfembeddingsDocumentDelete;
    "embeddings.document.list": OfembeddingsDocumentList;
    "embeddings.duplicate.check": OfembeddingsDuplicateCheck;
    "identity.email-change.confirm": OfidentityEmailChangeConfirm;
    "identity.email-change.request": OfidentityEmailChangeRequest;
    "identity.email-verification.confirm": OfidentityEmailVerificationConfirm;
    "identity.email-verification.send": OfidentityEmailVerificationSend;
    "embeddings.settings.get": OfembeddingsSettingsGet;
    "embeddings.settings.set": OfembeddingsSettingsSet;
    "analytics.engagement.live": OfanalyticsEngagementLive;
    "analytics.event.get": OfanalyticsEventGet;
    "analytics.events.break-down": OfanalyticsEventsBreakDown;
    "gateway.events.ingest": OfgatewayEventsIngest;
    "gateway.generation.stream": OfgatewayGenerationStream;
    "analytics.ingest.account": OfanalyticsIngestAccount;
    "identity.invitation.accept": OfidentityInvitationAccept;
    "identity.invitation.list": OfidentityInvitationList;
    "identity.invitation.create": OfidentityInvitationCreate;
    "identity.invitation.revoke": OfidentityInvitationRevoke;
    "generation.ml-model.get": OfgenerationMlModelGet;
    "generation.ml-model.delete": OfgenerationMlModelDelete;
    "generation.ml-model.update": OfgenerationMlModelUpdate;
    "generation.ml-model.list": OfgenerationMlModelList;
    "generation.ml-model.register": OfgenerationMlModelRegister;
    "generation.model-price.get": OfgenerationModelPriceGet;
    "generation.model-price.list": OfgenerationModelPriceList;
    "generation.model-price.set": OfgenerationModelPriceSet;
    "gateway.notifications.stream": OfgatewayNotificationsStream;
    "analytics.audit.verify": OfanalyticsAuditVerify;
    "analytics.ddl-log.list": OfanalyticsDdlLogList;
    "analytics.dead-letter.get": OfanalyticsDeadLetterGet;
    "analytics.dead-letter.drop": OfanalyticsDeadLetterDrop;
    "analytics.dead-letter.list": OfanalyticsDeadLetterList;
    "analytics.dead-letter.replay": OfanalyticsDeadLetterReplay;
    "analytics.event.replay": OfanalyticsEventReplay;
    "analytics.projection.rebuild": OfanalyticsProjectionRebuild;
    "analytics.secret.rotate": OfanalyticsSecretRotate;
    "campaigns.audit.verify": OfcampaignsAuditVerify;
    "campaigns.ddl-log.list": OfcampaignsDdlLogList;
    "campaigns.dead-letter.get": OfcampaignsDeadLetterGet;
    "campaigns.dead-letter.drop": OfcampaignsDeadLetterDrop;
    "campaigns.dead-letter.list": OfcampaignsDeadLetterList;
    "campaigns.dead-letter.replay": OfcampaignsDeadLetterReplay;
    "campaigns.event.replay": OfcampaignsEventReplay;
    "campaigns.projection.rebuild": OfcampaignsProjectionRebuild;
    "campaigns.secret.rotate": OfcampaignsSecretRotate;
    "content.audit.verify": OfcontentAuditVerify;
    "content.ddl-log.list": OfcontentDdlLogList;
    "content.dead-letter.get": OfcontentDeadLetterGet;
    "content.dead-letter.drop": OfcontentDeadLetterDrop;
    "content.dead-letter.list": OfcontentDeadLetterList;
    "content.dead-letter.replay": OfcontentDeadLetterReplay;
    "content.event.replay": OfcontentEventReplay;
    "content.projection.rebuild": OfcontentProjectionRebuild;
    "content.secret.rotate": OfcontentSecretRotate;
    "embeddings.audit.verify": OfembeddingsAuditVerify;
    "embeddings.ddl-log.list": OfembeddingsDdlLogList;
    "embeddings.dead-letter.get": OfembeddingsDeadLetterGet;
    "embeddings.dead-letter.drop": OfembeddingsDeadLetterDrop;
    "embeddings.dead-letter.list": OfembeddingsDeadLetterList;
    "embeddings.dead-letter.replay": OfembeddingsDeadLetterReplay;
    "embeddings.event.replay": OfembeddingsEventReplay;
    "embeddings.projection.rebuild": OfembeddingsProjectionRebuild;
    "embeddings.secret.rotate": OfembeddingsSecretRotate;
    "generation.audit.verify": OfgenerationAuditVerify;
    "generation.ddl-log.list": OfgenerationDdlLogList;
    "generation.dead-letter.get": OfgenerationDeadLetterGet;
    "generation.dead-letter.drop": OfgenerationDeadLetterDrop;
    "generation.dead-letter.list": OfgenerationDeadLetterList;
    "generation.dead-letter.replay": OfgenerationDeadLetterReplay;
    "generation.event.replay": OfgenerationEventReplay;
    "generation.platform-price.list": OfgenerationPlatformPriceList;
    "generation.platform-price.set": OfgenerationPlatformPriceSet;
    "generation.projection.rebuild": OfgenerationProjectionRebuild;
    "generation.secret.rotate": OfgenerationSecretRotate;
    "identity.audit.verify": OfidentityAuditVerify;
    "identity.company.show": OfidentityCompanyShow;
    "identity.company.grant": OfidentityCompanyGrant;
    "identity.company.list": OfidentityCompanyList;
    "identity.ddl-log.list": OfidentityDdlLogList;
    "identity.dead-letter.get": OfidentityDeadLetterGet;
    "identity.dead-letter.drop": OfidentityDeadLetterDrop;
    "identity.dead-letter.list": OfidentityDeadLetterList;
    "identity.dead-letter.replay": OfidentityDeadLetterReplay;
    "identity.erasure.get": OfidentityErasureGet;
    "identity.erasure.list": OfidentityErasureList;
    "identity.erasure.start": OfidentityErasureStart;
    "identity.event.replay": OfidentityEventReplay;
    "identity.projection.rebuild": OfidentityProjectionRebuild;
    "identity.secret.rotate": OfidentitySecretRotate;
    "scheduling.audit.verify": OfschedulingAuditVerify;
    "scheduling.ddl-log.list": OfschedulingDdlLogList;
    "scheduling.dead-letter.get": OfschedulingDeadLetterGet;
    "scheduling.dead-letter.drop": OfschedulingDeadLetterDrop;
    "scheduling.dead-letter.list": OfschedulingDeadLetterList;
    "scheduling.dead-letter.replay": OfschedulingDeadLetterReplay;
    "scheduling.event.replay": OfschedulingEventReplay;
    "scheduling.projection.rebuild": OfschedulingProjectionRebuild;
    "scheduling.secret.rotate": OfschedulingSecretRotate;
    "generation.output.get": OfgenerationOutputGet;
    "identity.password.change": OfidentityPasswordChange;
    "identity.password-reset.confirm": OfidentityPasswordResetConfirm;
    "identity.password-reset.request": OfidentityPasswordResetRequest;
    "analytics.performance.get": OfanalyticsPerformanceGet;
    "analytics.performance-history.list": OfanalyticsPerformanceHistoryList;
    "campaigns.planning-database-health.get": OfcampaignsPlanningDatabaseHealthGet;
    "campaigns.planning-health.get": OfcampaignsPlanningHealthGet;
    "scheduling.platform-account.list": OfschedulingPlatformAccountList;
    "scheduling.platform-account.connect": OfschedulingPlatformAccountConnect;
    "scheduling.platform-account.disconnect": OfschedulingPlatformAccountDisconnect;
    "scheduling.post.cancel": OfschedulingPostCancel;
    "scheduling.post.get": OfschedulingPostGet;
    "scheduling.post.list": OfschedulingPostList;
    "scheduling.post.schedule": OfschedulingPostSchedule;
    "scheduling.post.settle": OfschedulingPostSettle;
    "embeddings.preference.get": OfembeddingsPreferenceGet;
    "identity.profile.get": OfidentityProfileGet;
    "identity.profile.update": OfidentityProfileUpdate;
    "identity.provider-key.get": OfidentityProviderKeyGet;
    "identity.provider-key.store": OfidentityProviderKeyStore;
    "identity.provider-key.delete": OfidentityProviderKeyDelete;
    "identity.provider-key.switch": OfidentityProviderKeySwitch;
    "identity.provider-key.list": OfidentityProviderKeyList;
    "embeddings.recommendation.get": OfembeddingsRecommendationGet;
    "generation.report.cache": OfgenerationReportCache;
    "generation.report.failures": OfgenerationReportFailures;
    "generation.report.key-calls": OfgenerationReportKeyCalls;
    "generation.report.model-costs": OfgenerationReportModelCosts;
    "generation.report.retries": OfgenerationReportRetries;
    "generation.report.slowest": OfgenerationReportSlowest;
    "generation.report.type-costs": OfgenerationReportTypeCosts;
    "generation.report.types": OfgenerationReportTypes;
    "generation.report.user-calls": OfgenerationReportUserCalls;
    "generation.report.user-costs": OfgenerationReportUserCosts;
    "generation.report.volume": OfgenerationReportVolume;
    "generation.run.cancel": OfgenerationRunCancel;
    "generation.run.get": OfgenerationRunGet;
    "generation.run.list": OfgenerationRunList;
    "generation.run.start": OfgenerationRunStart;
    "identity.session.end": OfidentitySessionEnd;
    "identity.session.list": OfidentitySessionList;
    "identity.session.end-others": OfidentitySessionEndOthers;
    "identity.session.log-in": OfidentitySessionLogIn;
    "identity.session.log-out": OfidentitySessionLogOut;
    "identity.session.refresh": OfidentitySessionRefresh;
    "identity.settings.get": OfidentitySettingsGet;
    "identity.settings.update": OfidentitySettingsUpdate;
    "campaigns.strategy.list": OfcampaignsStrategyList;
    "campaigns.strategy.create": OfcampaignsStrategyCreate;
    "campaigns.strategy.get": OfcampaignsStrategyGet;
    "campaigns.strategy.update": OfcampaignsStrategyUpdate;
    "campaigns.strategy.delete": OfcampaignsStrategyDelete;
    "campaigns.strategy-analytics.get": OfcampaignsStrategyAnalyticsGet;
    "campaigns.strategy-event.list": OfcampaignsStrategyEventList;
    "campaigns.strategy-summary.get": OfcampaignsStrategySummaryGet;
    "analytics.time-series.get": OfanalyticsTimeSeriesGet;
    "analytics.totals.get": OfanalyticsTotalsGet;
    "identity.totp.begin": OfidentityTotpBegin;
    "identity.totp.confirm": OfidentityTotpConfirm;
    "identity.totp.remove": OfidentityTotpRemove;
    "identity.totp.remove-of-user": OfidentityTotpRemoveOfUser;
    "identity.user.get-erasure": OfidentityUserGetErasure;
    "identity.user.erase": OfidentityUserErase;
    "identity.user.erase-own": OfidentityUserEraseOwn;
    "identity.user.get": OfidentityUserGet;
    "identity.user.update": OfidentityUserUpdate;
    "identity.user.get-own": OfidentityUserGetOwn;
    "identity.user.update-own": OfidentityUserUpdateOwn;
    "identity.user.list": OfidentityUserList;
    "identity.user.list-colleagues": OfidentityUserListColleagues;
    "content.version.approve": OfcontentVersionApprove;
    "content.version.get": OfcontentVersionGet;
    "content.version.list": OfcontentVersionList;
}
