// Written by `pnpm generate` from docs/reference/openapi.json.
import type { Described } from '../fields.js';

export const DESCRIBED: Readonly<Record<string, Described>> = {
  'identity.account.get': { summary: "Who the credential belongs to", fields: {
    "fields": { isText: true, values: ["company","user"] },
  } },
  'analytics.activity.count': { summary: "What was done with contents and posts, counted per day of a time zone and type; days without anything are left out", fields: {
    "from": { isText: true, isNeeded: true, description: "Inclusive" },
    "to": { isText: true, isNeeded: true, description: "Exclusive" },
    "time_zone": { isText: true, description: "IANA name" },
    "fields": { isText: true, values: ["day","type","events"] },
  } },
  'identity.api-key.add': { summary: "Make a further API key of a client; it is shown once", fields: {
    "client_id": { isText: true, isNeeded: true },
    "kind": { isText: true, values: ["secret","publishable"], description: "publishable: may stand in a web page; its scopes are exactly events:write" },
    "scopes": { isText: false, isNeeded: true, type: 'array' },
    "expires_at": { isText: true },
    "limits": { isText: false, type: 'object', description: "Requests a minute by class of route, where they are fewer than the company has" },
    "allowed_origins": { isText: false, type: 'array', description: "Of a publishable key: the pages that may use it; any unless told" },
  } },
  'identity.api-key.create': { summary: "Make a client with a scoped API key; the key is shown once", fields: {
    "name": { isText: true, isNeeded: true },
    "contact_email": { isText: true },
    "kind": { isText: true, values: ["secret","publishable"], description: "publishable: may stand in a web page; its scopes are exactly events:write" },
    "scopes": { isText: false, isNeeded: true, type: 'array' },
    "expires_at": { isText: true },
    "limits": { isText: false, type: 'object', description: "Requests a minute by class of route, where they are fewer than the company has" },
    "allowed_origins": { isText: false, type: 'array', description: "Of a publishable key: the pages that may use it; any unless told" },
  } },
  'identity.api-key.list': { summary: "List API keys", fields: {
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "client_id": { isText: true, description: "Only the keys of this client" },
    "fields": { isText: true, values: ["id","client_id","name","kind","prefix","role","scopes","limits","allowed_origins","replaced_by","expires_at","revoked_at","last_used_at","created_at"] },
  } },
  'identity.api-key.revoke': { summary: "Revoke an API key at once", fields: {
    "key_id": { isText: true, isNeeded: true },
  } },
  'identity.api-key.rotate': { summary: "Replace an API key by a new one, which is shown once; the old one works on for a while", fields: {
    "key_id": { isText: true, isNeeded: true },
    "overlap_seconds": { isText: false, type: 'integer', description: "How long the old key still works" },
    "expires_at": { isText: true, description: "Of the new key; unless told it lives as long as the old one was made to live" },
  } },
  'identity.audit.export': { summary: "The audit log as NDJSON, newest first; that it was exported is written down before the first line leaves", fields: {
    "table_name": { isText: true },
    "operation": { isText: true, values: ["insert","update","delete","read","export"] },
    "user_id": { isText: true },
    "correlation_id": { isText: true },
    "from": { isText: true, description: "From this instant on" },
    "to": { isText: true, description: "Before this instant" },
    "service": { isText: true, values: ["identity","content","generation","campaigns","scheduling","analytics","embeddings"], description: "Only what this service wrote down" },
    "cursor": { isText: true, description: "Of the download itself; nobody is given one" },
  } },
  'identity.audit.list': { summary: "Who did what in the company, newest first", fields: {
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "table_name": { isText: true },
    "operation": { isText: true, values: ["insert","update","delete","read","export"] },
    "user_id": { isText: true },
    "correlation_id": { isText: true },
    "from": { isText: true, description: "From this instant on" },
    "to": { isText: true, description: "Before this instant" },
    "service": { isText: true, values: ["identity","content","generation","campaigns","scheduling","analytics","embeddings"], description: "Only what this service wrote down" },
    "fields": { isText: true, values: ["id","service","at","table_name","operation","actor","user_id","correlation_id","address","user_agent","old_values","new_values","is_readable","seq","prev_hash","hash"] },
  } },
  'identity.brand-term.add': { summary: "Add a term to the company’s brand vocabulary; the case of its letters makes no other term", fields: {
    "term": { isText: true, isNeeded: true },
    "kind": { isText: true, isNeeded: true, values: ["preferred","forbidden","neutral"] },
    "replacement": { isText: true },
    "note": { isText: true },
  } },
  'identity.brand-term.list': { summary: "List the brand vocabulary in the order of its terms", fields: {
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "kind": { isText: true, values: ["preferred","forbidden","neutral"] },
    "fields": { isText: true, values: ["id","term","kind","replacement","note","created_by","created_at","updated_at"] },
  } },
  'identity.brand-term.remove': { summary: "Take a term out of the brand vocabulary", fields: {
    "term_id": { isText: true, isNeeded: true },
  } },
  'identity.brand-term.update': { summary: "Change a term; a field that is given replaces what was kept", fields: {
    "term_id": { isText: true, isNeeded: true },
    "term": { isText: true },
    "kind": { isText: true, values: ["preferred","forbidden","neutral"] },
    "replacement": { isText: true },
    "note": { isText: true },
  } },
  'generation.budget.delete': { summary: "Take a budget away: it bounds nothing any more. Set again it goes on with what was spent of it", fields: {
    "budget_id": { isText: true, isNeeded: true },
  } },
  'generation.budget.list': { summary: "List budgets with what is spent, reserved and left of them", fields: {
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "fields": { isText: true, values: ["id","campaign_id","period","amount_usd","period_start","spent_usd","reserved_usd","left_usd","created_at","updated_at"] },
  } },
  'generation.budget.set': { summary: "Set a hard budget: nothing is generated that could overdraw it. Of each campaign, of all together, and period there is one", fields: {
    "campaign_id": { isText: true, description: "Null: all that the company generates" },
    "period": { isText: true, isNeeded: true, values: ["day","week","month","total"] },
    "amount_usd": { isText: true, isNeeded: true, description: "US dollars; 0 lets only what costs nothing run" },
  } },
  'campaigns.calendar-event.create': { summary: "Put something into the calendar of a strategy", fields: {
    "strategy_id": { isText: true, isNeeded: true },
    "title": { isText: true, isNeeded: true },
    "description": { isText: true },
    "content_type": { isText: true, isNeeded: true },
    "platform": { isText: true, isNeeded: true },
    "scheduled_date": { isText: true, isNeeded: true, description: "An instant with its offset or, without one, in UTC; or a date alone, which is its midnight in UTC" },
    "status": { isText: true, values: ["draft","scheduled","published","cancelled"] },
    "ai_recommendations": { isText: false, type: 'object' },
    "content_id": { isText: true },
    "campaign_id": { isText: true },
  } },
  'campaigns.calendar-event.delete': { summary: "Take an event out of the calendar", fields: {
    "event_id": { isText: true, isNeeded: true },
  } },
  'campaigns.calendar-event.get': { summary: "One calendar event", fields: {
    "event_id": { isText: true, isNeeded: true },
    "fields": { isText: true, values: ["id","strategy_id","title","description","content_type","platform","scheduled_date","status","ai_recommendations","content_id","campaign_id","revision","created_at","updated_at"] },
  } },
  'campaigns.calendar-event.list': { summary: "Calendar events by their date, the earliest first", fields: {
    "limit": { isText: false, type: 'integer', description: "Items per page at most" },
    "cursor": { isText: true, description: "From the Link header of the page before" },
    "strategy_id": { isText: true },
    "campaign_id": { isText: true },
    "status": { isText: true, values: ["draft","scheduled","published","cancelled"] },
    "platform": { isText: true },
    "content_type": { isText: true },
    "scheduled_date_from": { isText: true, description: "From this instant on" },
    "scheduled_date_to": { isText: true, description: "Before this instant" },
    "fields": { isText: true, values: ["id","strategy_id","title","description","content_type","platform","scheduled_date","status","ai_recommendations","content_id","campaign_id","revision","created_at","updated_at"] },
  } },
  'campaigns.calendar-event.update': { summary: "Change what is given of a calendar event; the rest stays", fields: {
    "event_id": { isText: true, isNeeded: true },
    "strategy_id": { isText: true },
    "title": { isText: true },
    "description": { isText: true },
    "content_type": { isText: true },
    "platform": { isText: true },
    "scheduled_date": { isText: true, description: "An instant with its offset or, without one, in UTC; or a date alone, which is its midnight in UTC" },
    "status": { isText: true, values: ["draft","scheduled","published","cancelled"] },
    "ai_recommendations": { isText: false, type: 'object' },
    "content_id": { isText: true },
    "campaign_id": { isText: true },
  } },
  'campaigns.campaign.cancel': { summary: "Give a campaign up; posts of it that have not left are cancelled", fields: {
    "campaign_id": { isText: true, isNeeded: true },
  } },
  'campaigns.campaign.complete': { summary: "Complete a campaign; posts of it that have not left are cancelled", fields: {
    "campaign_id": { isText: true, isNeeded: true },
  } },
  'campaigns.campaign.create': { summary: "Plan a campaign; it is a draft until it is started", fields: {
    "name": { isText: true, isNeeded: true },
    "description": { isText: true },
    "objectives": { isText: false, type: 'array' },
    "target_audience": { isText: false, type: 'object', description: "At most 16 KiB as JSON" },
    "budget_allocated": { isText: true, description: "Null: nothing bounds it" },
    "start_date": { isText: true },
    "end_date": { isText: true, description: "Its last day; at its end the campaign completes by itself" },
    "time_zone": { isText: true, description: "In which its days begin and end" },
  } },
  'campaigns.campaign.delete': { summary: "Delete a campaign that is a draft and that nothing was spent on; others are cancelled", fields: {
    "campaign_id": { isText: true, isNeeded: true },
  } },
  'campaigns.campaign.get': { summary: "One campaign", fields: {
    "campaign_id": { isText: true, isNeeded: true },
    "fields": { isText: true, values: ["id","company_id","user_id","name","description","objectives","target_audience","budget_allocated","budget_spent","budget_left","start_date","end_date","time_zone","ends_at","status","revision","created_at","updated_at"] },
  } },
  'campaigns.campaign.list': { summary: "List campaigns, newest first", fields: {
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "status": { isText: true, values: ["draft","active","paused","completed","cancelled"] },
    "fields": { isText: true, values: ["id","company_id","user_id","name","description","objectives","target_audience","budget_allocated","budget_spent","budget_left","start_date","end_date","time_zone","ends_at","status","revision","created_at","updated_at"] },
  } },
  'campaigns.campaign.pause': { summary: "Pause a campaign: what has not left does not leave, and the answer says how much that is", fields: {
    "campaign_id": { isText: true, isNeeded: true },
  } },
  'campaigns.campaign.resume': { summary: "Resume a paused campaign: its posts wait for their instants again", fields: {
    "campaign_id": { isText: true, isNeeded: true },
    "overdue": { isText: true, values: ["send","cancel"], description: "Of posts whose instant passed meanwhile: sent at once, or cancelled" },
  } },
  'campaigns.campaign.start': { summary: "Start a campaign: its posts, which waited for that, leave at their instants", fields: {
    "campaign_id": { isText: true, isNeeded: true },
  } },
  'campaigns.campaign.update': { summary: "Change what a campaign says of itself; one that has ended stays as it is", fields: {
    "campaign_id": { isText: true, isNeeded: true },
    "name": { isText: true },
    "description": { isText: true },
    "objectives": { isText: false, type: 'array' },
    "target_audience": { isText: false, type: 'object', description: "At most 16 KiB as JSON" },
    "budget_allocated": { isText: true, description: "Null: nothing bounds it" },
    "start_date": { isText: true },
    "end_date": { isText: true, description: "Its last day; at its end the campaign completes by itself" },
    "time_zone": { isText: true, description: "In which its days begin and end" },
  } },
  'identity.client.delete': { summary: "Delete an API client; its keys are revoked at once", fields: {
    "client_id": { isText: true, isNeeded: true },
  } },
  'identity.client.get': { summary: "One API client", fields: {
    "client_id": { isText: true, isNeeded: true },
    "fields": { isText: true, values: ["id","name","contact_email","created_by","created_at","updated_at","deleted_at"] },
  } },
  'identity.client.list': { summary: "List API clients, newest first", fields: {
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "fields": { isText: true, values: ["id","name","contact_email","created_by","created_at","updated_at","deleted_at"] },
  } },
  'identity.client.update': { summary: "Rename an API client, or tell whom to write to about it", fields: {
    "client_id": { isText: true, isNeeded: true },
    "name": { isText: true },
    "contact_email": { isText: true },
  } },
  'identity.company.erase': { summary: "Erase the company, everybody in it and everything of it; all log-ins and keys end with the answer, and nothing brings them back", fields: {
    "password": { isText: true, isNeeded: true, description: "Of the admin who asks" },
    "company_name": { isText: true, isNeeded: true, description: "The company’s name, typed out" },
  } },
  'identity.company.get': { summary: "Show the company", fields: {
    "fields": { isText: true, values: ["id","name","domain","industry","size","brand_guidelines","tier","api_limits","created_at","updated_at"] },
  } },
  'identity.company.sign-up': { summary: "Make a company and its admin", fields: {
    "company_name": { isText: true, isNeeded: true },
    "email": { isText: true, isNeeded: true },
    "username": { isText: true, description: "Defaults to the local part of the e-mail address" },
    "password": { isText: true, isNeeded: true },
  } },
  'identity.company.update': { summary: "Change the company; a field that is given replaces what was kept", fields: {
    "name": { isText: true },
    "domain": { isText: true },
    "industry": { isText: true },
    "size": { isText: true, values: ["startup","small","medium","large","enterprise"] },
    "brand_guidelines": { isText: false, type: 'object', description: "At most 64 KiB as JSON" },
  } },
  'identity.contact.get': { summary: "Show one’s own contact details", fields: {
    "fields": { isText: true, values: ["phone","postal_address"] },
  } },
  'identity.contact.get-of-user': { summary: "Show a user’s contact details; that they were looked at is written into the audit log", fields: {
    "user_id": { isText: true, isNeeded: true },
    "fields": { isText: true, values: ["phone","postal_address"] },
  } },
  'identity.contact.update': { summary: "Change one’s own contact details, which are kept encrypted; null takes one away", fields: {
    "phone": { isText: true },
    "postal_address": { isText: true },
  } },
  'content.content.archive': { summary: "Put a content away; its pending posts are cancelled", fields: {
    "content_id": { isText: true, isNeeded: true },
  } },
  'content.content.create': { summary: "Create a content and its first version", fields: {
    "content_type": { isText: true, isNeeded: true, values: ["blog_post","social_post","email","ad_copy","image","video"] },
    "title": { isText: true },
    "content_text": { isText: true },
    "platform": { isText: true },
    "metadata": { isText: false, type: 'object' },
    "campaign_id": { isText: true },
    "brand_guidelines_applied": { isText: false, type: 'object' },
    "ai_model_used": { isText: true },
    "generation_prompt": { isText: true },
    "quality_score": { isText: false },
  } },
  'content.content.delete': { summary: "Delete a content with its versions; its pending posts are cancelled", fields: {
    "content_id": { isText: true, isNeeded: true },
  } },
  'content.content.get': { summary: "One content with its text", fields: {
    "content_id": { isText: true, isNeeded: true },
    "fields": { isText: true, values: ["id","company_id","user_id","campaign_id","title","content_type","platform","status","quality_score","revision","version_id","version_number","version_hash","approved_version_id","created_at","updated_at","published_at","scheduled_for","content_text","metadata","brand_guidelines_applied","ai_model_used","generation_prompt"] },
  } },
  'content.content.list': { summary: "Contents without their texts; newest first unless told", fields: {
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "status": { isText: true, values: ["draft","review","changes_requested","approved","rejected","published","archived"] },
    "content_type": { isText: true, values: ["blog_post","social_post","email","ad_copy","image","video"] },
    "user_id": { isText: true },
    "campaign_id": { isText: true },
    "created_at_from": { isText: true, description: "created_at at or after it" },
    "created_at_to": { isText: true, description: "created_at before it" },
    "updated_at_from": { isText: true, description: "updated_at at or after it" },
    "updated_at_to": { isText: true, description: "updated_at before it" },
    "sort": { isText: true, values: ["created_at","-created_at","updated_at","-updated_at"], description: "Order of the items; with - from the highest" },
    "fields": { isText: true, values: ["id","company_id","user_id","campaign_id","title","content_type","platform","status","quality_score","revision","version_id","version_number","version_hash","approved_version_id","created_at","updated_at","published_at","scheduled_for"] },
  } },
  'content.content.reject': { summary: "Reject a content in review", fields: {
    "content_id": { isText: true, isNeeded: true },
    "note": { isText: true },
  } },
  'content.content.request-changes': { summary: "Send a content in review back to its author", fields: {
    "content_id": { isText: true, isNeeded: true },
    "note": { isText: true },
  } },
  'content.content.search': { summary: "Contents whose title or text match, best first", fields: {
    "q": { isText: true, isNeeded: true },
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "fields": { isText: true, values: ["id","company_id","user_id","campaign_id","title","content_type","platform","status","quality_score","revision","version_id","version_number","version_hash","approved_version_id","created_at","updated_at","published_at","scheduled_for","score"] },
  } },
  'content.content.submit': { summary: "Hand a draft in for review", fields: {
    "content_id": { isText: true, isNeeded: true },
  } },
  'analytics.content.top': { summary: "Contents with the most events", fields: {
    "from": { isText: true, isNeeded: true, description: "Inclusive" },
    "to": { isText: true, isNeeded: true, description: "Exclusive" },
    "event_type": { isText: true },
    "platform": { isText: true },
    "limit": { isText: false, type: 'integer' },
    "fields": { isText: true, values: ["content_id","events","visitors"] },
  } },
  'content.content.update': { summary: "Change a content; a changed text makes a new version", fields: {
    "content_id": { isText: true, isNeeded: true },
    "revision": { isText: false, isNeeded: true, type: 'integer', description: "The revision you have seen" },
    "title": { isText: true },
    "content_text": { isText: true },
    "platform": { isText: true },
    "metadata": { isText: false, type: 'object' },
    "campaign_id": { isText: true },
    "brand_guidelines_applied": { isText: false, type: 'object' },
    "ai_model_used": { isText: true },
    "generation_prompt": { isText: true },
    "quality_score": { isText: false },
  } },
  'analytics.content-activity.list': { summary: "The timeline of a content and of its posts, newest first", fields: {
    "content_id": { isText: true, isNeeded: true },
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "fields": { isText: true, values: ["event_id","type","occurred_at","actor","aggregate_id","aggregate_version","details"] },
  } },
  'embeddings.content.match': { summary: "Contents whose vectors are nearest to a text, without regard to its words", fields: {
    "text": { isText: true, isNeeded: true },
    "filters": { isText: false, type: 'object' },
    "limit": { isText: false, type: 'integer' },
  } },
  'embeddings.content.resemble': { summary: "More like this: contents that resemble one that is indexed", fields: {
    "content_id": { isText: true, isNeeded: true },
    "limit": { isText: false, type: 'integer' },
    "fields": { isText: true, values: ["content_id","title","user_id","content_type","platform","status","topics","created_at","published_at","quality_score","score","word_rank","meaning_rank","similarity","highlights"] },
  } },
  'embeddings.content.search': { summary: "Contents found by their words and by their meaning together, with what was found in them", fields: {
    "query": { isText: true, isNeeded: true },
    "filters": { isText: false, type: 'object' },
    "limit": { isText: false, type: 'integer' },
  } },
  'embeddings.document.delete': { summary: "Take a text that was put here out of the index", fields: {
    "content_id": { isText: true, isNeeded: true },
  } },
  'embeddings.document.get': { summary: "Where the index stands with one content or text, and why it is not found where it is not", fields: {
    "content_id": { isText: true, isNeeded: true },
    "fields": { isText: true, values: ["content_id","source","state","revision","indexed_revision","model","chunks","attempts","error_code","error_message","next_attempt_at","indexed_at","created_at","updated_at","title","text","metadata"] },
  } },
  'embeddings.document.list': { summary: "Where the index stands with contents and texts, by id", fields: {
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "state": { isText: true, values: ["pending","indexing","indexed","failed","deleted"] },
    "fields": { isText: true, values: ["content_id","source","state","revision","indexed_revision","model","chunks","attempts","error_code","error_message","next_attempt_at","indexed_at","created_at","updated_at"] },
  } },
  'embeddings.document.put': { summary: "Put a text from elsewhere into the index, or another one in its place; it is found once its state is indexed", fields: {
    "content_id": { isText: true, isNeeded: true, description: "An id of your own choice" },
    "title": { isText: true },
    "text": { isText: true, isNeeded: true },
    "metadata": { isText: false, type: 'object' },
  } },
  'embeddings.duplicate.check': { summary: "Contents that say nearly the same as a text, or as another content", fields: {
    "text": { isText: true },
    "content_id": { isText: true, description: "Of an indexed content; it is not among the answer itself" },
  } },
  'identity.email-change.confirm': { summary: "Take the address that the token of the mail was sent to for one’s own; the former one is told, sessions stay", fields: {
    "token": { isText: true, isNeeded: true },
  } },
  'identity.email-change.request': { summary: "Have a mail sent to another address, with which it becomes one’s own; whether it has an account is not told", fields: {
    "email": { isText: true, isNeeded: true },
    "password": { isText: true, isNeeded: true },
  } },
  'identity.email-verification.confirm': { summary: "Verify an e-mail address by the token of the mail that was sent there", fields: {
    "token": { isText: true, isNeeded: true },
  } },
  'identity.email-verification.send': { summary: "Send the mail that proves one’s e-mail address once more", fields: {} },
  'embeddings.settings.get': { summary: "By what the texts of the company are embedded, and how far a change of that has come", fields: {
    "fields": { isText: true, values: ["provider","model","dimensions","asks_for_dimensions","embedder","answering","waiting","updated_at"] },
  } },
  'embeddings.settings.set': { summary: "Embed the texts of the company by another model: all are embedded anew, and are found by the former one until they are", fields: {
    "provider": { isText: true, isNeeded: true, description: "The name of a key under /v1/provider-keys; null embeds without any network" },
    "model": { isText: true, description: "As its provider calls it" },
    "dimensions": { isText: false, type: 'integer', description: "Of its vectors; others are refused" },
    "asks_for_dimensions": { isText: false, type: 'boolean', description: "Whether the provider is asked for so many, for models that can make shorter vectors" },
  } },
  'analytics.engagement.live': { summary: "Counts of the last hour of activity of a content, as they come in", fields: {
    "content_id": { isText: true, isNeeded: true },
    "fields": { isText: true, values: ["content_id","counts"] },
  } },
  'analytics.event.get': { summary: "One stored event by its id", fields: {
    "event_id": { isText: true, isNeeded: true },
    "from": { isText: true, isNeeded: true, description: "Inclusive" },
    "to": { isText: true, isNeeded: true, description: "Exclusive" },
    "fields": { isText: true, values: ["event_id","event_type","timestamp","received_at","content_id","platform","properties"] },
  } },
  'analytics.events.break-down': { summary: "Most frequent values of one property of the events, as many as fit into 512 KiB", fields: {
    "from": { isText: true, isNeeded: true, description: "Inclusive" },
    "to": { isText: true, isNeeded: true, description: "Exclusive" },
    "event_type": { isText: true },
    "content_id": { isText: true },
    "platform": { isText: true },
    "property": { isText: true, isNeeded: true },
    "limit": { isText: false, type: 'integer' },
    "fields": { isText: true, values: ["value","events","visitors"] },
  } },
  'gateway.events.ingest': { summary: "Take in one event, a JSON array or NDJSON; 202 once they are durable, bad ones are refused one by one", fields: {} },
  'gateway.generation.stream': { summary: "Server-sent events: how a run goes, from its beginning to its end; resumable with Last-Event-ID for an hour; 204 to a reader that knows the end", fields: {
    "generation_id": { isText: true, isNeeded: true },
    "last_event_id": { isText: true, description: "Resume after it, for clients that cannot send the header Last-Event-ID" },
  } },
  'analytics.ingest.account': { summary: "What became of every event received, per hour: accepted = stored + duplicate + dead + in flight", fields: {
    "from": { isText: true, isNeeded: true, description: "Inclusive" },
    "to": { isText: true, isNeeded: true, description: "Exclusive" },
    "fields": { isText: true, values: ["hour","received","accepted","rejected","stored","duplicate","dead","in_flight"] },
  } },
  'identity.invitation.accept': { summary: "Become a user of the company that sent the invitation; then log in", fields: {
    "token": { isText: true, isNeeded: true },
    "password": { isText: true, isNeeded: true },
    "username": { isText: true, description: "Defaults to the local part of the e-mail address" },
    "first_name": { isText: true },
    "last_name": { isText: true },
  } },
  'identity.invitation.create': { summary: "Invite somebody into the company by mail; it counts for seven days", fields: {
    "email": { isText: true, isNeeded: true },
    "role": { isText: true, isNeeded: true, values: ["admin","manager","user","viewer"] },
  } },
  'identity.invitation.list': { summary: "List invitations, newest first", fields: {
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "fields": { isText: true, values: ["id","email","role","status","invited_by","expires_at","created_at"] },
  } },
  'identity.invitation.revoke': { summary: "Revoke an invitation that was not accepted", fields: {
    "invitation_id": { isText: true, isNeeded: true },
  } },
  'generation.ml-model.delete': { summary: "Forget a registered model", fields: {
    "model_id": { isText: true, isNeeded: true },
  } },
  'generation.ml-model.get': { summary: "Show a registered model", fields: {
    "model_id": { isText: true, isNeeded: true },
    "fields": { isText: true, values: ["id","name","model_type","version","config","performance_metrics","training_data_info","is_active","created_at","updated_at"] },
  } },
  'generation.ml-model.list': { summary: "List the registered models, newest first", fields: {
    "model_type": { isText: true, values: ["content_generation","recommendation","engagement_prediction","optimization"] },
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "fields": { isText: true, values: ["id","name","model_type","version","config","performance_metrics","training_data_info","is_active","created_at","updated_at"] },
  } },
  'generation.ml-model.register': { summary: "Register a version of a model; one that is active takes the place of the active one of its type", fields: {
    "name": { isText: true, isNeeded: true },
    "model_type": { isText: true, isNeeded: true, values: ["content_generation","recommendation","engagement_prediction","optimization"] },
    "version": { isText: true, isNeeded: true },
    "config": { isText: false, type: 'object', description: "At most 64 KiB as JSON, like the next two" },
    "performance_metrics": { isText: false, type: 'object' },
    "training_data_info": { isText: false, type: 'object' },
    "is_active": { isText: false, type: 'boolean' },
  } },
  'generation.ml-model.update': { summary: "Change what is known of a model, or make it the active one of its type; a field that is given replaces what was kept", fields: {
    "model_id": { isText: true, isNeeded: true },
    "config": { isText: false, type: 'object' },
    "performance_metrics": { isText: false, type: 'object' },
    "training_data_info": { isText: false, type: 'object' },
    "is_active": { isText: false, type: 'boolean' },
  } },
  'generation.model-price.get': { summary: "Show a version of a price, also one that does not hold any more", fields: {
    "price_version": { isText: true, isNeeded: true },
    "fields": { isText: true, values: ["id","model","source","valid_from","usd_per_million","created_at"] },
  } },
  'generation.model-price.list': { summary: "List what models cost the company at present, by model; what is not there has no known price", fields: {
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "fields": { isText: true, values: ["id","model","source","valid_from","usd_per_million","created_at"] },
  } },
  'generation.model-price.set': { summary: "Name what a model costs the company, in place of everybody’s price; a new version each time", fields: {
    "model": { isText: true, isNeeded: true, description: "As the provider calls it" },
    "valid_from": { isText: true, description: "From now on unless told; what was priced before stays as it was" },
    "usd_per_million": { isText: false, isNeeded: true, description: "Null withdraws the own price: everybody’s holds again" },
  } },
  'gateway.notifications.stream': { summary: "Server-sent events: notifications of the user, resumable with Last-Event-ID", fields: {
    "last_event_id": { isText: true, description: "Resume after it, for clients that cannot send the header Last-Event-ID" },
  } },
  'analytics.audit.verify': { summary: "Walk the chains of the audit log of analytics and name every row that was changed, removed or reordered, a piece at a time", fields: {
    "company_id": { isText: true },
    "cursor": { isText: true, description: "next_cursor of the piece before" },
    "fields": { isText: true, values: ["checked","chains","findings","waiting","next_cursor"] },
  } },
  'analytics.ddl-log.list': { summary: "Who changed the tables of analytics, when and in which words, newest first", fields: {
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "fields": { isText: true, values: ["id","at","role","session_role","application_name","address","command","object_type","object","statement"] },
  } },
  'analytics.dead-letter.drop': { summary: "Take a dead letter away without handling it", fields: {
    "sequence": { isText: false, isNeeded: true, type: 'integer', description: "Place in the dead letters of its service" },
  } },
  'analytics.dead-letter.get': { summary: "Show a dead letter with its history, headers and data", fields: {
    "sequence": { isText: false, isNeeded: true, type: 'integer', description: "Place in the dead letters of its service" },
    "fields": { isText: true, values: ["service","sequence","subject","cause","error","dead_at","consumer","stream","stream_sequence","event","history","headers","data","text","bytes"] },
  } },
  'analytics.dead-letter.list': { summary: "List what analytics gave up, oldest first; a page of a filtered list may hold fewer than it could", fields: {
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "cause": { isText: true, values: ["malformed","unknown-version","permanent","exhausted","killer"] },
    "subject": { isText: true, description: "Subject of the events; * and > as in NATS" },
    "company_id": { isText: true },
    "fields": { isText: true, values: ["service","sequence","subject","cause","error","dead_at","consumer","stream","stream_sequence","event"] },
  } },
  'analytics.dead-letter.replay': { summary: "Give the event to its handler again, and take the letter away where that succeeds", fields: {
    "sequence": { isText: false, isNeeded: true, type: 'integer', description: "Place in the dead letters of its service" },
  } },
  'analytics.event.replay': { summary: "Publish events of analytics again with their own ids, for a broker that lost them; consumers that know them do nothing", fields: {
    "from": { isText: true, isNeeded: true, description: "Events committed from this instant on" },
    "to": { isText: true, isNeeded: true, description: "and before this one" },
    "subject": { isText: true },
  } },
  'analytics.projection.rebuild': { summary: "Empty a projection of analytics and fill it from its streams again", fields: {
    "projection": { isText: true, isNeeded: true },
  } },
  'analytics.secret.rotate': { summary: "Wrap the data keys of what analytics has sealed with its present master key, a piece at a time", fields: {
    "limit": { isText: false, type: 'integer', description: "Rows of this piece" },
  } },
  'campaigns.audit.verify': { summary: "Walk the chains of the audit log of campaigns and name every row that was changed, removed or reordered, a piece at a time", fields: {
    "company_id": { isText: true },
    "cursor": { isText: true, description: "next_cursor of the piece before" },
    "fields": { isText: true, values: ["checked","chains","findings","waiting","next_cursor"] },
  } },
  'campaigns.ddl-log.list': { summary: "Who changed the tables of campaigns, when and in which words, newest first", fields: {
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "fields": { isText: true, values: ["id","at","role","session_role","application_name","address","command","object_type","object","statement"] },
  } },
  'campaigns.dead-letter.drop': { summary: "Take a dead letter away without handling it", fields: {
    "sequence": { isText: false, isNeeded: true, type: 'integer', description: "Place in the dead letters of its service" },
  } },
  'campaigns.dead-letter.get': { summary: "Show a dead letter with its history, headers and data", fields: {
    "sequence": { isText: false, isNeeded: true, type: 'integer', description: "Place in the dead letters of its service" },
    "fields": { isText: true, values: ["service","sequence","subject","cause","error","dead_at","consumer","stream","stream_sequence","event","history","headers","data","text","bytes"] },
  } },
  'campaigns.dead-letter.list': { summary: "List what campaigns gave up, oldest first; a page of a filtered list may hold fewer than it could", fields: {
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "cause": { isText: true, values: ["malformed","unknown-version","permanent","exhausted","killer"] },
    "subject": { isText: true, description: "Subject of the events; * and > as in NATS" },
    "company_id": { isText: true },
    "fields": { isText: true, values: ["service","sequence","subject","cause","error","dead_at","consumer","stream","stream_sequence","event"] },
  } },
  'campaigns.dead-letter.replay': { summary: "Give the event to its handler again, and take the letter away where that succeeds", fields: {
    "sequence": { isText: false, isNeeded: true, type: 'integer', description: "Place in the dead letters of its service" },
  } },
  'campaigns.event.replay': { summary: "Publish events of campaigns again with their own ids, for a broker that lost them; consumers that know them do nothing", fields: {
    "from": { isText: true, isNeeded: true, description: "Events committed from this instant on" },
    "to": { isText: true, isNeeded: true, description: "and before this one" },
    "subject": { isText: true },
  } },
  'campaigns.projection.rebuild': { summary: "Empty a projection of campaigns and fill it from its streams again", fields: {
    "projection": { isText: true, isNeeded: true },
  } },
  'campaigns.secret.rotate': { summary: "Wrap the data keys of what campaigns has sealed with its present master key, a piece at a time", fields: {
    "limit": { isText: false, type: 'integer', description: "Rows of this piece" },
  } },
  'content.audit.verify': { summary: "Walk the chains of the audit log of content and name every row that was changed, removed or reordered, a piece at a time", fields: {
    "company_id": { isText: true },
    "cursor": { isText: true, description: "next_cursor of the piece before" },
    "fields": { isText: true, values: ["checked","chains","findings","waiting","next_cursor"] },
  } },
  'content.ddl-log.list': { summary: "Who changed the tables of content, when and in which words, newest first", fields: {
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "fields": { isText: true, values: ["id","at","role","session_role","application_name","address","command","object_type","object","statement"] },
  } },
  'content.dead-letter.drop': { summary: "Take a dead letter away without handling it", fields: {
    "sequence": { isText: false, isNeeded: true, type: 'integer', description: "Place in the dead letters of its service" },
  } },
  'content.dead-letter.get': { summary: "Show a dead letter with its history, headers and data", fields: {
    "sequence": { isText: false, isNeeded: true, type: 'integer', description: "Place in the dead letters of its service" },
    "fields": { isText: true, values: ["service","sequence","subject","cause","error","dead_at","consumer","stream","stream_sequence","event","history","headers","data","text","bytes"] },
  } },
  'content.dead-letter.list': { summary: "List what content gave up, oldest first; a page of a filtered list may hold fewer than it could", fields: {
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "cause": { isText: true, values: ["malformed","unknown-version","permanent","exhausted","killer"] },
    "subject": { isText: true, description: "Subject of the events; * and > as in NATS" },
    "company_id": { isText: true },
    "fields": { isText: true, values: ["service","sequence","subject","cause","error","dead_at","consumer","stream","stream_sequence","event"] },
  } },
  'content.dead-letter.replay': { summary: "Give the event to its handler again, and take the letter away where that succeeds", fields: {
    "sequence": { isText: false, isNeeded: true, type: 'integer', description: "Place in the dead letters of its service" },
  } },
  'content.event.replay': { summary: "Publish events of content again with their own ids, for a broker that lost them; consumers that know them do nothing", fields: {
    "from": { isText: true, isNeeded: true, description: "Events committed from this instant on" },
    "to": { isText: true, isNeeded: true, description: "and before this one" },
    "subject": { isText: true },
  } },
  'content.projection.rebuild': { summary: "Empty a projection of content and fill it from its streams again", fields: {
    "projection": { isText: true, isNeeded: true },
  } },
  'content.secret.rotate': { summary: "Wrap the data keys of what content has sealed with its present master key, a piece at a time", fields: {
    "limit": { isText: false, type: 'integer', description: "Rows of this piece" },
  } },
  'embeddings.audit.verify': { summary: "Walk the chains of the audit log of embeddings and name every row that was changed, removed or reordered, a piece at a time", fields: {
    "company_id": { isText: true },
    "cursor": { isText: true, description: "next_cursor of the piece before" },
    "fields": { isText: true, values: ["checked","chains","findings","waiting","next_cursor"] },
  } },
  'embeddings.ddl-log.list': { summary: "Who changed the tables of embeddings, when and in which words, newest first", fields: {
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "fields": { isText: true, values: ["id","at","role","session_role","application_name","address","command","object_type","object","statement"] },
  } },
  'embeddings.dead-letter.drop': { summary: "Take a dead letter away without handling it", fields: {
    "sequence": { isText: false, isNeeded: true, type: 'integer', description: "Place in the dead letters of its service" },
  } },
  'embeddings.dead-letter.get': { summary: "Show a dead letter with its history, headers and data", fields: {
    "sequence": { isText: false, isNeeded: true, type: 'integer', description: "Place in the dead letters of its service" },
    "fields": { isText: true, values: ["service","sequence","subject","cause","error","dead_at","consumer","stream","stream_sequence","event","history","headers","data","text","bytes"] },
  } },
  'embeddings.dead-letter.list': { summary: "List what embeddings gave up, oldest first; a page of a filtered list may hold fewer than it could", fields: {
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "cause": { isText: true, values: ["malformed","unknown-version","permanent","exhausted","killer"] },
    "subject": { isText: true, description: "Subject of the events; * and > as in NATS" },
    "company_id": { isText: true },
    "fields": { isText: true, values: ["service","sequence","subject","cause","error","dead_at","consumer","stream","stream_sequence","event"] },
  } },
  'embeddings.dead-letter.replay': { summary: "Give the event to its handler again, and take the letter away where that succeeds", fields: {
    "sequence": { isText: false, isNeeded: true, type: 'integer', description: "Place in the dead letters of its service" },
  } },
  'embeddings.event.replay': { summary: "Publish events of embeddings again with their own ids, for a broker that lost them; consumers that know them do nothing", fields: {
    "from": { isText: true, isNeeded: true, description: "Events committed from this instant on" },
    "to": { isText: true, isNeeded: true, description: "and before this one" },
    "subject": { isText: true },
  } },
  'embeddings.projection.rebuild': { summary: "Empty a projection of embeddings and fill it from its streams again", fields: {
    "projection": { isText: true, isNeeded: true },
  } },
  'embeddings.secret.rotate': { summary: "Wrap the data keys of what embeddings has sealed with its present master key, a piece at a time", fields: {
    "limit": { isText: false, type: 'integer', description: "Rows of this piece" },
  } },
  'generation.audit.verify': { summary: "Walk the chains of the audit log of generation and name every row that was changed, removed or reordered, a piece at a time", fields: {
    "company_id": { isText: true },
    "cursor": { isText: true, description: "next_cursor of the piece before" },
    "fields": { isText: true, values: ["checked","chains","findings","waiting","next_cursor"] },
  } },
  'generation.ddl-log.list': { summary: "Who changed the tables of generation, when and in which words, newest first", fields: {
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "fields": { isText: true, values: ["id","at","role","session_role","application_name","address","command","object_type","object","statement"] },
  } },
  'generation.dead-letter.drop': { summary: "Take a dead letter away without handling it", fields: {
    "sequence": { isText: false, isNeeded: true, type: 'integer', description: "Place in the dead letters of its service" },
  } },
  'generation.dead-letter.get': { summary: "Show a dead letter with its history, headers and data", fields: {
    "sequence": { isText: false, isNeeded: true, type: 'integer', description: "Place in the dead letters of its service" },
    "fields": { isText: true, values: ["service","sequence","subject","cause","error","dead_at","consumer","stream","stream_sequence","event","history","headers","data","text","bytes"] },
  } },
  'generation.dead-letter.list': { summary: "List what generation gave up, oldest first; a page of a filtered list may hold fewer than it could", fields: {
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "cause": { isText: true, values: ["malformed","unknown-version","permanent","exhausted","killer"] },
    "subject": { isText: true, description: "Subject of the events; * and > as in NATS" },
    "company_id": { isText: true },
    "fields": { isText: true, values: ["service","sequence","subject","cause","error","dead_at","consumer","stream","stream_sequence","event"] },
  } },
  'generation.dead-letter.replay': { summary: "Give the event to its handler again, and take the letter away where that succeeds", fields: {
    "sequence": { isText: false, isNeeded: true, type: 'integer', description: "Place in the dead letters of its service" },
  } },
  'generation.event.replay': { summary: "Publish events of generation again with their own ids, for a broker that lost them; consumers that know them do nothing", fields: {
    "from": { isText: true, isNeeded: true, description: "Events committed from this instant on" },
    "to": { isText: true, isNeeded: true, description: "and before this one" },
    "subject": { isText: true },
  } },
  'generation.platform-price.list': { summary: "List every version of everybody’s prices, newest first", fields: {
    "model": { isText: true },
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "fields": { isText: true, values: ["id","model","source","valid_from","usd_per_million","created_at"] },
  } },
  'generation.platform-price.set': { summary: "Name what a model costs every company that has no price of its own; a new version each time", fields: {
    "model": { isText: true, isNeeded: true, description: "As the provider calls it" },
    "valid_from": { isText: true, description: "From now on unless told; what was priced before stays as it was" },
    "usd_per_million": { isText: false, isNeeded: true, type: 'object' },
  } },
  'generation.projection.rebuild': { summary: "Empty a projection of generation and fill it from its streams again", fields: {
    "projection": { isText: true, isNeeded: true },
  } },
  'generation.secret.rotate': { summary: "Wrap the data keys of what generation has sealed with its present master key, a piece at a time", fields: {
    "limit": { isText: false, type: 'integer', description: "Rows of this piece" },
  } },
  'identity.audit.verify': { summary: "Walk the chains of the audit log of identity and name every row that was changed, removed or reordered, a piece at a time", fields: {
    "company_id": { isText: true },
    "cursor": { isText: true, description: "next_cursor of the piece before" },
    "fields": { isText: true, values: ["checked","chains","findings","waiting","next_cursor"] },
  } },
  'identity.company.grant': { summary: "Set the tier of a company, or limits of its own beside it; they hold at once", fields: {
    "company_id": { isText: true, isNeeded: true },
    "tier": { isText: true, values: ["free","pro","enterprise"] },
    "api_limits": { isText: false, type: 'object', description: "Replaces those that are kept; {} goes back to those of the tier" },
  } },
  'identity.company.list': { summary: "List the companies of the platform, oldest first", fields: {
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "fields": { isText: true, values: ["id","name","domain","industry","size","tier","api_limits","created_at","updated_at","is_active","users"] },
  } },
  'identity.company.show': { summary: "Show a company of the platform", fields: {
    "company_id": { isText: true, isNeeded: true },
    "fields": { isText: true, values: ["id","name","domain","industry","size","tier","api_limits","created_at","updated_at","is_active","users"] },
  } },
  'identity.ddl-log.list': { summary: "Who changed the tables of identity, when and in which words, newest first", fields: {
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "fields": { isText: true, values: ["id","at","role","session_role","application_name","address","command","object_type","object","statement"] },
  } },
  'identity.dead-letter.drop': { summary: "Take a dead letter away without handling it", fields: {
    "sequence": { isText: false, isNeeded: true, type: 'integer', description: "Place in the dead letters of its service" },
  } },
  'identity.dead-letter.get': { summary: "Show a dead letter with its history, headers and data", fields: {
    "sequence": { isText: false, isNeeded: true, type: 'integer', description: "Place in the dead letters of its service" },
    "fields": { isText: true, values: ["service","sequence","subject","cause","error","dead_at","consumer","stream","stream_sequence","event","history","headers","data","text","bytes"] },
  } },
  'identity.dead-letter.list': { summary: "List what identity gave up, oldest first; a page of a filtered list may hold fewer than it could", fields: {
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "cause": { isText: true, values: ["malformed","unknown-version","permanent","exhausted","killer"] },
    "subject": { isText: true, description: "Subject of the events; * and > as in NATS" },
    "company_id": { isText: true },
    "fields": { isText: true, values: ["service","sequence","subject","cause","error","dead_at","consumer","stream","stream_sequence","event"] },
  } },
  'identity.dead-letter.replay': { summary: "Give the event to its handler again, and take the letter away where that succeeds", fields: {
    "sequence": { isText: false, isNeeded: true, type: 'integer', description: "Place in the dead letters of its service" },
  } },
  'identity.erasure.get': { summary: "Show an erasure with its report: what was erased and what is left, by service and place", fields: {
    "erasure_id": { isText: true, isNeeded: true },
    "fields": { isText: true, values: ["id","company_id","user_id","requested_by","requested_at","state","finished_at","passes","waits_for","erased","left","places"] },
  } },
  'identity.erasure.list': { summary: "List erasures, newest first", fields: {
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "fields": { isText: true, values: ["id","company_id","user_id","requested_by","requested_at","state","finished_at","passes","waits_for","erased","left"] },
  } },
  'identity.erasure.start': { summary: "Erase a company; asked again, it answers how far that is", fields: {
    "company_id": { isText: true, isNeeded: true },
  } },
  'identity.event.replay': { summary: "Publish events of identity again with their own ids, for a broker that lost them; consumers that know them do nothing", fields: {
    "from": { isText: true, isNeeded: true, description: "Events committed from this instant on" },
    "to": { isText: true, isNeeded: true, description: "and before this one" },
    "subject": { isText: true },
  } },
  'identity.projection.rebuild': { summary: "Empty a projection of identity and fill it from its streams again", fields: {
    "projection": { isText: true, isNeeded: true },
  } },
  'identity.secret.rotate': { summary: "Wrap the data keys of what identity has sealed with its present master key, a piece at a time", fields: {
    "limit": { isText: false, type: 'integer', description: "Rows of this piece" },
  } },
  'scheduling.audit.verify': { summary: "Walk the chains of the audit log of scheduling and name every row that was changed, removed or reordered, a piece at a time", fields: {
    "company_id": { isText: true },
    "cursor": { isText: true, description: "next_cursor of the piece before" },
    "fields": { isText: true, values: ["checked","chains","findings","waiting","next_cursor"] },
  } },
  'scheduling.ddl-log.list': { summary: "Who changed the tables of scheduling, when and in which words, newest first", fields: {
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "fields": { isText: true, values: ["id","at","role","session_role","application_name","address","command","object_type","object","statement"] },
  } },
  'scheduling.dead-letter.drop': { summary: "Take a dead letter away without handling it", fields: {
    "sequence": { isText: false, isNeeded: true, type: 'integer', description: "Place in the dead letters of its service" },
  } },
  'scheduling.dead-letter.get': { summary: "Show a dead letter with its history, headers and data", fields: {
    "sequence": { isText: false, isNeeded: true, type: 'integer', description: "Place in the dead letters of its service" },
    "fields": { isText: true, values: ["service","sequence","subject","cause","error","dead_at","consumer","stream","stream_sequence","event","history","headers","data","text","bytes"] },
  } },
  'scheduling.dead-letter.list': { summary: "List what scheduling gave up, oldest first; a page of a filtered list may hold fewer than it could", fields: {
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "cause": { isText: true, values: ["malformed","unknown-version","permanent","exhausted","killer"] },
    "subject": { isText: true, description: "Subject of the events; * and > as in NATS" },
    "company_id": { isText: true },
    "fields": { isText: true, values: ["service","sequence","subject","cause","error","dead_at","consumer","stream","stream_sequence","event"] },
  } },
  'scheduling.dead-letter.replay': { summary: "Give the event to its handler again, and take the letter away where that succeeds", fields: {
    "sequence": { isText: false, isNeeded: true, type: 'integer', description: "Place in the dead letters of its service" },
  } },
  'scheduling.event.replay': { summary: "Publish events of scheduling again with their own ids, for a broker that lost them; consumers that know them do nothing", fields: {
    "from": { isText: true, isNeeded: true, description: "Events committed from this instant on" },
    "to": { isText: true, isNeeded: true, description: "and before this one" },
    "subject": { isText: true },
  } },
  'scheduling.projection.rebuild': { summary: "Empty a projection of scheduling and fill it from its streams again", fields: {
    "projection": { isText: true, isNeeded: true },
  } },
  'scheduling.secret.rotate': { summary: "Wrap the data keys of what scheduling has sealed with its present master key, a piece at a time", fields: {
    "limit": { isText: false, type: 'integer', description: "Rows of this piece" },
  } },
  'generation.output.get': { summary: "What a run wrote, as it was written", fields: {
    "generation_id": { isText: true, isNeeded: true },
    "fields": { isText: true, values: ["generation_id","content_id","model","content_format","title","output"] },
  } },
  'identity.password.change': { summary: "Change the password of oneself and end all other sessions", fields: {
    "current_password": { isText: true, isNeeded: true },
    "new_password": { isText: true, isNeeded: true },
  } },
  'identity.password-reset.confirm': { summary: "Set a new password by the token of the mail; every session of the user ends", fields: {
    "token": { isText: true, isNeeded: true },
    "password": { isText: true, isNeeded: true },
  } },
  'identity.password-reset.request': { summary: "Have a mail sent with which to set a new password; whether there is such an account is not told", fields: {
    "email": { isText: true, isNeeded: true },
  } },
  'analytics.performance.get': { summary: "What was counted of a content since the beginning, by platform; some seconds behind its events", fields: {
    "content_id": { isText: true, isNeeded: true },
    "platform": { isText: true, description: "Only this one" },
    "fields": { isText: true, values: ["platform","impressions","views","likes","shares","comments","clicks","engagement_rate","ctr","recorded_at","counted_at"] },
  } },
  'analytics.performance-history.list': { summary: "What had been counted of a content by each quarter of an hour that changed it, newest first", fields: {
    "content_id": { isText: true, isNeeded: true },
    "platform": { isText: true, description: "Only this one" },
    "recorded_at_from": { isText: true, description: "Inclusive" },
    "recorded_at_to": { isText: true, description: "Exclusive" },
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "fields": { isText: true, values: ["platform","impressions","views","likes","shares","comments","clicks","engagement_rate","ctr","recorded_at"] },
  } },
  'campaigns.planning-database-health.get': { summary: "Whether planning’s database answers now, and the planning tables stand; 503 where not", fields: {
    "fields": { isText: true, values: ["status","service","timestamp"] },
  } },
  'campaigns.planning-health.get': { summary: "Whether planning can do its work now: its stores were asked; 503 where it cannot", fields: {
    "fields": { isText: true, values: ["status","service","timestamp"] },
  } },
  'scheduling.platform-account.connect': { summary: "Connect a platform account; the signing secret is shown once", fields: {
    "platform": { isText: true, isNeeded: true, values: ["webhook"] },
    "name": { isText: true, isNeeded: true },
    "settings": { isText: false, isNeeded: true },
  } },
  'scheduling.platform-account.disconnect': { summary: "Disconnect a platform account; its pending posts are cancelled and its secret is forgotten", fields: {
    "account_id": { isText: true, isNeeded: true },
  } },
  'scheduling.platform-account.list': { summary: "List platform accounts", fields: {
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "fields": { isText: true, values: ["id","company_id","platform","name","settings","status","created_at","updated_at"] },
  } },
  'scheduling.post.cancel': { summary: "Cancel a post that has not left", fields: {
    "post_id": { isText: true, isNeeded: true },
  } },
  'scheduling.post.get': { summary: "One scheduled post with its attempts", fields: {
    "post_id": { isText: true, isNeeded: true },
    "fields": { isText: true, values: ["id","company_id","content_id","version_id","version_hash","campaign_id","platform","platform_account_id","scheduled_time","status","published_at","platform_post_id","error_code","error_message","retry_count","revision","created_at","updated_at","attempts"] },
  } },
  'scheduling.post.list': { summary: "Scheduled posts; by their instant unless told", fields: {
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "status": { isText: true, values: ["pending","publishing","published","failed","cancelled","unknown","missed","paused"] },
    "content_id": { isText: true },
    "campaign_id": { isText: true },
    "scheduled_time_from": { isText: true, description: "scheduled_time at or after it" },
    "scheduled_time_to": { isText: true, description: "scheduled_time before it" },
    "sort": { isText: true, values: ["scheduled_time","-scheduled_time"], description: "Order of the items; with - from the highest" },
    "fields": { isText: true, values: ["id","company_id","content_id","version_id","version_hash","campaign_id","platform","platform_account_id","scheduled_time","status","published_at","platform_post_id","error_code","error_message","retry_count","revision","created_at","updated_at"] },
  } },
  'scheduling.post.schedule': { summary: "Schedule the approved version of a content for an instant", fields: {
    "content_id": { isText: true, isNeeded: true },
    "version_id": { isText: true, isNeeded: true },
    "platform_account_id": { isText: true, isNeeded: true },
    "scheduled_time": { isText: true, isNeeded: true },
    "campaign_id": { isText: true, description: "Its post: it leaves only while the campaign is active, and waits as `paused` while that is a draft or paused" },
  } },
  'scheduling.post.settle': { summary: "Say what became of a post of unknown outcome, after a look at the platform; nothing is sent", fields: {
    "post_id": { isText: true, isNeeded: true },
    "outcome": { isText: true, isNeeded: true, values: ["published","failed"], description: "failed: the platform does not have it, and it may be scheduled again" },
    "platform_post_id": { isText: true, description: "Where it was published: the platform’s id of it, or its URL" },
    "note": { isText: true, description: "Where it failed: why; kept as error_message" },
  } },
  'embeddings.preference.get': { summary: "What a reader is known to like, from what he did: views, clicks, likes, saves, comments and shares of the last 300 days", fields: {
    "user_id": { isText: true, isNeeded: true },
    "fields": { isText: true, values: ["preference_type","model","dimensions","contents","confidence_score","updated_at"] },
  } },
  'identity.profile.get': { summary: "Show one’s own profile", fields: {
    "fields": { isText: true, values: ["interests","preferred_topics","content_preferences","engagement_patterns","behavioral_data","last_activity_at","updated_at"] },
  } },
  'identity.profile.update': { summary: "Change one’s own profile; a field that is given replaces what was kept", fields: {
    "interests": { isText: false, type: 'array' },
    "preferred_topics": { isText: false, type: 'array' },
    "content_preferences": { isText: false, type: 'object' },
    "engagement_patterns": { isText: false, type: 'object' },
    "behavioral_data": { isText: false, type: 'object' },
    "last_activity_at": { isText: true },
  } },
  'identity.provider-key.delete': { summary: "Forget the key of a third party", fields: {
    "service_name": { isText: true, isNeeded: true, description: "The provider, as the platform names it" },
  } },
  'identity.provider-key.get': { summary: "What is known of the key of a third party, without the key", fields: {
    "service_name": { isText: true, isNeeded: true, description: "The provider, as the platform names it" },
    "fields": { isText: true, values: ["id","service_name","last_four","protocol","base_url","is_active","created_by","created_at","updated_at","rotated_at"] },
  } },
  'identity.provider-key.list': { summary: "List the keys of third parties by name, without the keys", fields: {
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "fields": { isText: true, values: ["id","service_name","last_four","protocol","base_url","is_active","created_by","created_at","updated_at","rotated_at"] },
  } },
  'identity.provider-key.store': { summary: "Keep the key of a third party, encrypted; it replaces the one that was kept with its protocol and base URL, and is never shown again", fields: {
    "service_name": { isText: true, isNeeded: true, description: "The provider, as the platform names it" },
    "secret": { isText: true, isNeeded: true },
    "protocol": { isText: true, values: ["anthropic","openai"], description: "How its models are called: as those of Anthropic, or as those of OpenAI, whose API many servers speak; null where it has none" },
    "base_url": { isText: true },
  } },
  'identity.provider-key.switch': { summary: "Switch the key of a third party off, or on again", fields: {
    "service_name": { isText: true, isNeeded: true, description: "The provider, as the platform names it" },
    "is_active": { isText: false, isNeeded: true, type: 'boolean' },
  } },
  'embeddings.recommendation.get': { summary: "Contents for a reader: those nearest to what he likes, without those that he engaged with", fields: {
    "user_id": { isText: true, isNeeded: true },
    "status": { isText: true, values: ["draft","review","changes_requested","approved","rejected","published","archived"] },
    "limit": { isText: false, type: 'integer' },
    "fields": { isText: true, values: ["content_id","title","score"] },
  } },
  'generation.report.cache': { summary: "What the cache of results saves", fields: {
    "from": { isText: true, isNeeded: true, description: "Inclusive; a midnight of UTC where calls and figures are so old that only the sums of their days are kept" },
    "to": { isText: true, isNeeded: true, description: "Exclusive; a midnight of UTC where calls and figures are so old that only the sums of their days are kept" },
    "fields": { isText: true, values: ["cache_hit","requests","avg_duration_ms"] },
  } },
  'generation.report.failures': { summary: "Requests that failed, newest first", fields: {
    "from": { isText: true, isNeeded: true, description: "Inclusive" },
    "to": { isText: true, isNeeded: true, description: "Exclusive" },
    "limit": { isText: false, type: 'integer', description: "At most so many" },
    "fields": { isText: true, values: ["request_id","content_type","error_message","created_at"] },
  } },
  'generation.report.key-calls': { summary: "Calls by the key of the provider that they were made with, named by its SHA-256", fields: {
    "from": { isText: true, isNeeded: true, description: "Inclusive; a midnight of UTC where calls and figures are so old that only the sums of their days are kept" },
    "to": { isText: true, isNeeded: true, description: "Exclusive; a midnight of UTC where calls and figures are so old that only the sums of their days are kept" },
    "limit": { isText: false, type: 'integer', description: "At most so many" },
    "fields": { isText: true, values: ["api_key_hash","total_requests","failed_requests","last_used"] },
  } },
  'generation.report.model-costs': { summary: "Calls that succeeded and their cost, by month of UTC and model, newest month and dearest model first, at most a thousand rows", fields: {
    "from": { isText: true, isNeeded: true, description: "Inclusive; a midnight of UTC where calls and figures are so old that only the sums of their days are kept" },
    "to": { isText: true, isNeeded: true, description: "Exclusive; a midnight of UTC where calls and figures are so old that only the sums of their days are kept" },
    "fields": { isText: true, values: ["model","month","api_calls","total_tokens","total_cost","unpriced_calls"] },
  } },
  'generation.report.retries': { summary: "How often models have to be called again, per day of UTC, newest first; days without requests are left out", fields: {
    "from": { isText: true, isNeeded: true, description: "Inclusive; a midnight of UTC where calls and figures are so old that only the sums of their days are kept" },
    "to": { isText: true, isNeeded: true, description: "Exclusive; a midnight of UTC where calls and figures are so old that only the sums of their days are kept" },
    "fields": { isText: true, values: ["date","total_retries","total_requests","retry_percentage"] },
  } },
  'generation.report.slowest': { summary: "How long requests take, by content type, the slowest first", fields: {
    "from": { isText: true, isNeeded: true, description: "Inclusive; a midnight of UTC where calls and figures are so old that only the sums of their days are kept" },
    "to": { isText: true, isNeeded: true, description: "Exclusive; a midnight of UTC where calls and figures are so old that only the sums of their days are kept" },
    "fields": { isText: true, values: ["content_type","avg_duration","avg_api_time","max_duration"] },
  } },
  'generation.report.type-costs': { summary: "Cost by content type, every call of a request with it, whether it succeeded or not", fields: {
    "from": { isText: true, isNeeded: true, description: "Inclusive; a midnight of UTC where calls and figures are so old that only the sums of their days are kept" },
    "to": { isText: true, isNeeded: true, description: "Exclusive; a midnight of UTC where calls and figures are so old that only the sums of their days are kept" },
    "fields": { isText: true, values: ["content_type","requests","api_calls","total_cost","avg_cost_per_request","unpriced_calls"] },
  } },
  'generation.report.types': { summary: "Which content types are generated most, with the tokens and the time that they take", fields: {
    "from": { isText: true, isNeeded: true, description: "Inclusive" },
    "to": { isText: true, isNeeded: true, description: "Exclusive" },
    "fields": { isText: true, values: ["content_type","count","avg_tokens","avg_time_ms"] },
  } },
  'generation.report.user-calls': { summary: "Users with many calls in the last hour", fields: {
    "more_than": { isText: false, type: 'integer', description: "Calls; who has as many or fewer is left out" },
    "limit": { isText: false, type: 'integer', description: "At most so many" },
    "fields": { isText: true, values: ["user_id","requests_last_hour"] },
  } },
  'generation.report.user-costs': { summary: "Users whose calls cost most", fields: {
    "from": { isText: true, isNeeded: true, description: "Inclusive; a midnight of UTC where calls and figures are so old that only the sums of their days are kept" },
    "to": { isText: true, isNeeded: true, description: "Exclusive; a midnight of UTC where calls and figures are so old that only the sums of their days are kept" },
    "limit": { isText: false, type: 'integer', description: "At most so many" },
    "fields": { isText: true, values: ["user_id","api_calls","tokens_used","total_cost","unpriced_calls"] },
  } },
  'generation.report.volume': { summary: "Requests and tokens per day of UTC, newest first; days without any are left out", fields: {
    "from": { isText: true, isNeeded: true, description: "Inclusive" },
    "to": { isText: true, isNeeded: true, description: "Exclusive" },
    "fields": { isText: true, values: ["date","requests","total_tokens"] },
  } },
  'generation.run.cancel': { summary: "Cancel a run that has not ended; no draft comes of it any more", fields: {
    "generation_id": { isText: true, isNeeded: true },
  } },
  'generation.run.get': { summary: "One run, with what it was asked to do", fields: {
    "generation_id": { isText: true, isNeeded: true },
    "fields": { isText: true, values: ["id","company_id","user_id","content_id","campaign_id","content_type","draft_type","agent_name","title","status","model","attempts","retry_reasons","validation_errors","error_code","error_message","cache_hit","cache_key","created_at","started_at","finished_at","prompt","system","template","variables","schema","models","max_output_tokens","temperature","timeout_seconds","max_attempts","use_cache","platform"] },
  } },
  'generation.run.list': { summary: "Runs of models; newest first unless told", fields: {
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "status": { isText: true, values: ["pending","running","succeeded","failed","cancelled"] },
    "user_id": { isText: true },
    "content_id": { isText: true },
    "sort": { isText: true, values: ["id","-id"], description: "Order of the items; with - from the highest" },
    "fields": { isText: true, values: ["id","company_id","user_id","content_id","campaign_id","content_type","draft_type","agent_name","title","status","model","attempts","retry_reasons","validation_errors","error_code","error_message","cache_hit","cache_key","created_at","started_at","finished_at"] },
  } },
  'generation.run.start': { summary: "Have a draft written from a prompt; it becomes a content, or a version of one, when it is done", fields: {
    "content_type": { isText: true, isNeeded: true, values: ["blog","social","amazon","competitor","other"] },
    "draft_type": { isText: true, values: ["blog_post","social_post","email","ad_copy","image","video"], description: "blog → blog_post, social → social_post, amazon → ad_copy, others → blog_post unless told" },
    "agent_name": { isText: true },
    "title": { isText: true },
    "content_id": { isText: true, description: "A content that gets the draft as a new version; without it a new content is made" },
    "campaign_id": { isText: true, description: "Of a content that is of a campaign it is that campaign" },
    "prompt": { isText: true, isNeeded: true },
    "system": { isText: true, description: "Instructions beside the prompt" },
    "template": { isText: true, description: "What the draft looks like; {{name}} stands for a variable, for title or for prompt" },
    "variables": { isText: false, type: 'object' },
    "schema": { isText: false, description: "JSON Schema that the draft must fit; the draft is JSON then" },
    "models": { isText: false, type: 'array', description: "In the order in which they are asked, each where the one before failed; none: the active model of the company, or the offline writer" },
    "max_output_tokens": { isText: false, type: 'integer' },
    "temperature": { isText: false },
    "timeout_seconds": { isText: false, type: 'integer', description: "Of one attempt" },
    "max_attempts": { isText: false, type: 'integer', description: "Of each model" },
    "use_cache": { isText: false, type: 'boolean', description: "Take what the same request brought within the last day" },
    "platform": { isText: true },
  } },
  'identity.session.end': { summary: "End one of the sessions of oneself at once", fields: {
    "session_id": { isText: true, isNeeded: true },
  } },
  'identity.session.end-others': { summary: "End all sessions of oneself but this one", fields: {} },
  'identity.session.list': { summary: "List the open sessions of oneself, newest first", fields: {
    "fields": { isText: true, values: ["id","address","user_agent","created_at","last_seen_at","expires_at","is_current"] },
  } },
  'identity.session.log-in': { summary: "Exchange e-mail address and password for a session", fields: {
    "email": { isText: true, isNeeded: true },
    "password": { isText: true, isNeeded: true },
    "totp_code": { isText: true },
  } },
  'identity.session.log-out': { summary: "End this session", fields: {} },
  'identity.session.refresh': { summary: "Exchange a refresh token for a new one and a new access token", fields: {
    "refresh_token": { isText: true, isNeeded: true },
    "attempt_id": { isText: true, description: "Of the client’s own choice, kept for repeats: within a minute the same token with the same id gets the same answer again" },
  } },
  'identity.settings.get': { summary: "Show one’s own settings", fields: {
    "fields": { isText: true, values: ["preferred_ai_provider","default_content_type","ui_theme","language","settings_json","updated_at"] },
  } },
  'identity.settings.update': { summary: "Change one’s own settings; a field that is given replaces what was kept", fields: {
    "preferred_ai_provider": { isText: true },
    "default_content_type": { isText: true },
    "ui_theme": { isText: true },
    "language": { isText: true },
    "settings_json": { isText: false, type: 'object', description: "At most 64 KiB as JSON" },
  } },
  'campaigns.strategy.create': { summary: "Write a content strategy down", fields: {
    "user_id": { isText: true, isNeeded: true, description: "The caller’s own label of whoever plans, a number or a text; it is answered as it was given" },
    "name": { isText: true, isNeeded: true },
    "industry": { isText: true },
    "target_audience": { isText: true },
    "content_pillars": { isText: false, type: 'array' },
    "ai_recommendations": { isText: false, type: 'object' },
  } },
  'campaigns.strategy.delete': { summary: "Delete a strategy; one that has calendar events only together with them", fields: {
    "strategy_id": { isText: true, isNeeded: true },
    "with_events": { isText: true, values: ["true","false"], description: "Also delete its calendar events; without it a strategy that has any is refused" },
  } },
  'campaigns.strategy.get': { summary: "One strategy", fields: {
    "strategy_id": { isText: true, isNeeded: true },
    "fields": { isText: true, values: ["id","user_id","name","industry","target_audience","content_pillars","ai_recommendations","revision","created_at","updated_at"] },
  } },
  'campaigns.strategy.list': { summary: "Strategies, newest first", fields: {
    "limit": { isText: false, type: 'integer', description: "Items per page at most" },
    "cursor": { isText: true, description: "From the Link header of the page before" },
    "user_id": { isText: true, description: "The caller’s own label of whoever plans, a number or a text; it is answered as it was given" },
    "fields": { isText: true, values: ["id","user_id","name","industry","target_audience","content_pillars","ai_recommendations","revision","created_at","updated_at"] },
  } },
  'campaigns.strategy.update': { summary: "Change what is given of a strategy; the rest stays", fields: {
    "strategy_id": { isText: true, isNeeded: true },
    "user_id": { isText: true, description: "The caller’s own label of whoever plans, a number or a text; it is answered as it was given" },
    "name": { isText: true },
    "industry": { isText: true },
    "target_audience": { isText: true },
    "content_pillars": { isText: false, type: 'array' },
    "ai_recommendations": { isText: false, type: 'object' },
  } },
  'campaigns.strategy-event.list': { summary: "The calendar events of one strategy, the earliest first", fields: {
    "strategy_id": { isText: true, isNeeded: true },
    "limit": { isText: false, type: 'integer', description: "Items per page at most" },
    "cursor": { isText: true, description: "From the Link header of the page before" },
    "status": { isText: true, values: ["draft","scheduled","published","cancelled"] },
    "platform": { isText: true },
    "content_type": { isText: true },
    "scheduled_date_from": { isText: true, description: "From this instant on" },
    "scheduled_date_to": { isText: true, description: "Before this instant" },
    "fields": { isText: true, values: ["id","strategy_id","title","description","content_type","platform","scheduled_date","status","ai_recommendations","content_id","campaign_id","revision","created_at","updated_at"] },
  } },
  'campaigns.strategy-summary.get': { summary: "The events of a strategy, counted", fields: {
    "strategy_id": { isText: true, isNeeded: true },
    "fields": { isText: true, values: ["strategy_id","name","total_events","by_status","by_platform","by_content_type","by_month","first_event","next_event","last_event","contents","created_at","updated_at"] },
  } },
  'analytics.time-series.get': { summary: "Events per bucket of time, in any time zone; empty buckets are zero", fields: {
    "from": { isText: true, isNeeded: true, description: "Inclusive" },
    "to": { isText: true, isNeeded: true, description: "Exclusive" },
    "event_type": { isText: true },
    "content_id": { isText: true },
    "platform": { isText: true },
    "interval": { isText: true, values: ["minute","quarter","hour","day"] },
    "time_zone": { isText: true, description: "IANA name" },
    "fields": { isText: true, values: ["bucket","events","visitors"] },
  } },
  'analytics.totals.get': { summary: "Events and unique visitors by event type", fields: {
    "from": { isText: true, isNeeded: true, description: "Inclusive" },
    "to": { isText: true, isNeeded: true, description: "Exclusive" },
    "event_type": { isText: true },
    "content_id": { isText: true },
    "platform": { isText: true },
    "fields": { isText: true, values: ["event_type","events","visitors"] },
  } },
  'identity.totp.begin': { summary: "Get the secret for an authenticator; it counts once it is confirmed", fields: {
    "password": { isText: true, isNeeded: true },
  } },
  'identity.totp.confirm': { summary: "Prove that the authenticator works; from now on log-ins need a code", fields: {
    "totp_code": { isText: true, isNeeded: true },
  } },
  'identity.totp.remove': { summary: "Log in without codes again", fields: {
    "password": { isText: true, isNeeded: true },
  } },
  'identity.totp.remove-of-user': { summary: "Take a lost authenticator off a user, who is logged out everywhere and told by mail; needs the password of the admin who does it", fields: {
    "user_id": { isText: true, isNeeded: true },
    "password": { isText: true, isNeeded: true, description: "One’s own" },
  } },
  'identity.user.erase': { summary: "Erase what is kept of a user as a person; the user is locked out, and his work stays under an id that says nobody", fields: {
    "user_id": { isText: true, isNeeded: true },
    "password": { isText: true, isNeeded: true, description: "Of the admin who asks" },
  } },
  'identity.user.erase-own': { summary: "Erase what is kept of oneself as a person; one is locked out with the answer", fields: {
    "password": { isText: true, isNeeded: true },
  } },
  'identity.user.get': { summary: "Show a user", fields: {
    "user_id": { isText: true, isNeeded: true },
    "fields": { isText: true, values: ["id","username","first_name","last_name","email","email_verified","role","is_active","preferences","last_login_at","created_at","updated_at"] },
  } },
  'identity.user.get-erasure': { summary: "Show how far the erasure of a user is, and what is left", fields: {
    "user_id": { isText: true, isNeeded: true },
    "fields": { isText: true, values: ["id","company_id","user_id","requested_by","requested_at","state","finished_at","passes","waits_for","erased","left","places"] },
  } },
  'identity.user.get-own': { summary: "Show oneself with everything that is kept of one", fields: {
    "fields": { isText: true, values: ["id","username","first_name","last_name","email","email_verified","role","is_active","preferences","last_login_at","created_at","updated_at"] },
  } },
  'identity.user.list': { summary: "List the company’s users with everything that is kept of them", fields: {
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "fields": { isText: true, values: ["id","username","first_name","last_name","email","email_verified","role","is_active","preferences","last_login_at","created_at","updated_at"] },
  } },
  'identity.user.list-colleagues': { summary: "List the names of the company’s active users", fields: {
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "fields": { isText: true, values: ["id","username","first_name","last_name"] },
  } },
  'identity.user.update': { summary: "Change a user’s role, or switch the user off or on; either ends the user’s sessions", fields: {
    "user_id": { isText: true, isNeeded: true },
    "role": { isText: true, values: ["admin","manager","user","viewer"] },
    "is_active": { isText: false, type: 'boolean' },
  } },
  'identity.user.update-own': { summary: "Change one’s own names and preferences", fields: {
    "username": { isText: true },
    "first_name": { isText: true },
    "last_name": { isText: true },
    "preferences": { isText: false, type: 'object', description: "Replaces those that are kept; at most 64 KiB as JSON" },
  } },
  'content.version.approve': { summary: "Approve exactly the version whose hash is named", fields: {
    "content_id": { isText: true, isNeeded: true },
    "version_hash": { isText: true, isNeeded: true },
  } },
  'content.version.get': { summary: "One version with its text", fields: {
    "content_id": { isText: true, isNeeded: true },
    "version_id": { isText: true, isNeeded: true },
    "fields": { isText: true, values: ["id","content_id","number","hash","title","created_by","created_at","approved_by","approved_at","content_type","platform","content_text","metadata"] },
  } },
  'content.version.list': { summary: "The versions of a content, newest first", fields: {
    "content_id": { isText: true, isNeeded: true },
    "limit": { isText: false, type: 'integer', description: "Items per page" },
    "cursor": { isText: true, description: "next_cursor of the page before" },
    "fields": { isText: true, values: ["id","content_id","number","hash","title","created_by","created_at","approved_by","approved_at"] },
  } },
};
