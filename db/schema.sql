-- Made from the migrated database by `npm run generate`. Do not edit; to be read, not run.

-- table account_contracts (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   account_id uuid not null
--   title text not null
--   number text
--   starts_on date
--   ends_on date
--   value_cents bigint
--   currency text not null
--   position smallint not null default 0
--   notice_days integer
--   renewal_terms text not null default ''::text
-- table account_deliveries (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   hook_id uuid not null
--   delivery_key text not null
--   received_at timestamp with time zone not null
--   signed_at timestamp with time zone not null
--   state text not null
--   reason text
--   entries jsonb not null default '[]'::jsonb
--   total integer not null default 0
--   done integer not null default 0
--   changed integer not null default 0
--   remarks jsonb not null default '[]'::jsonb
--   processed_at timestamp with time zone
-- table account_facts (row level security forced)
--   org_id uuid not null
--   account_id uuid not null
--   plan text not null default 'standard'::text
--   seats integer
--   active_users integer
--   utilisation smallint
--   usage_trend smallint
--   last_contact_on date
--   last_qbr_on date
--   next_qbr_on date
--   open_tickets integer
--   source text not null default 'member'::text
--   updated_at timestamp with time zone not null default now()
-- table account_hooks (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   name text not null
--   secret_sealed text not null
--   former_secret_sealed text
--   signature_failures bigint not null default 0
--   signature_failed_at timestamp with time zone
--   created_by text not null
--   created_at timestamp with time zone not null
-- table account_scores (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   account_id uuid not null
--   score text not null
--   value bigint
--   before bigint
--   source text not null
--   by_name text not null
--   at timestamp with time zone not null
-- table account_stakeholders (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   account_id uuid not null
--   contact_id uuid
--   name text not null
--   title text not null default ''::text
--   influence text not null default 'medium'::text
--   sentiment text not null default 'unknown'::text
--   position smallint not null default 0
-- table account_told (row level security forced)
--   org_id uuid not null
--   account_id uuid not null
--   field text not null
--   at timestamp with time zone not null
-- table accounts (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   name text not null
--   domain text
--   industry text
--   arr_cents bigint not null default 0
--   previous_arr_cents bigint
--   currency text not null default 'USD'::text
--   renewal_on date
--   health smallint
--   risk smallint
--   opportunity smallint
--   owner_id uuid
--   version integer not null default 1
--   created_at timestamp with time zone not null default now()
--   updated_at timestamp with time zone not null default now()
--   deleted_at timestamp with time zone
--   phone text
--   website text
--   city text
--   country text
--   description text not null default ''::text
--   lifecycle text not null default 'customer'::text
--   sort_name text default "left"(lower(name), 100)
-- table agents (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   kind text not null
--   name text not null
--   instructions text not null default ''::text
--   autonomy text not null default 'suggest'::text
--   limits jsonb not null default '{}'::jsonb
--   enabled boolean not null default true
--   created_at timestamp with time zone not null default now()
-- table ai_calls (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   at timestamp with time zone not null default now()
--   purpose text not null
--   provider text not null
--   model text not null default ''::text
--   source text not null
--   outcome text not null
--   error text
--   tokens_in integer not null default 0
--   tokens_out integer not null default 0
--   cost_micros bigint
--   latency_ms integer not null default 0
--   subject_type text
--   subject_id uuid
--   request_id text
-- table api_keys (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   name text not null
--   prefix text not null
--   key_hash bytea not null
--   member_id uuid not null
--   scopes text[] not null
--   created_at timestamp with time zone not null default now()
--   expires_at timestamp with time zone
--   last_used_at timestamp with time zone
--   revoked_at timestamp with time zone
-- table appointments (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   location_id uuid
--   member_id uuid
--   resource_id uuid not null default COALESCE(location_id, member_id)
--   bay integer
--   contact_id uuid
--   lead_id uuid
--   conversation_id uuid
--   service_id uuid
--   title text not null
--   starts_at timestamp with time zone not null
--   ends_at timestamp with time zone not null
--   during tstzrange not null
--   time_zone text not null
--   state text not null default 'booked'::text
--   origin text not null
--   price_cents bigint
--   currency text
--   sequence integer not null default 0
--   source uuid
--   external_id text
--   sync_state text not null default 'none'::text
--   sync_error text
--   synced_sequence integer
--   cancel_reason text
--   version integer not null default 1
--   created_at timestamp with time zone not null default now()
--   updated_at timestamp with time zone not null default now()
--   syncing_until timestamp with time zone
--   member_name text
--   account_id uuid
-- table approval_votes (row level security forced)
--   org_id uuid not null
--   approval_id uuid not null
--   member_id uuid not null
--   is_yes boolean not null
--   note text not null default ''::text
--   at timestamp with time zone not null default now()
-- table approvals (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   run_id uuid not null
--   step_id uuid not null
--   title text not null
--   details text not null default ''::text
--   approver_ids uuid[] not null default '{}'::uuid[]
--   least_role text not null default 'manager'::text
--   needed smallint not null default 1
--   state text not null default 'open'::text
--   due_at timestamp with time zone
--   created_at timestamp with time zone not null default now()
--   decided_at timestamp with time zone
--   text text
--   original_text text
--   text_version integer not null default 1
--   text_changed_by text
--   text_changed_at timestamp with time zone
-- table artifact_approvals (row level security forced)
--   org_id uuid not null
--   artifact_id uuid not null
--   number integer not null
--   state text not null default 'waiting'::text
--   reasons jsonb not null
--   asked_by text not null
--   asked_at timestamp with time zone not null
--   task_id uuid
--   decided_by text
--   decided_at timestamp with time zone
--   note text not null default ''::text
--   asked_by_id uuid
-- table artifact_tasks (row level security forced)
--   org_id uuid not null
--   artifact_id uuid not null
--   item text not null
--   task_id uuid not null
--   linked_by text not null
--   linked_at timestamp with time zone not null
-- table artifact_versions (row level security forced)
--   org_id uuid not null
--   artifact_id uuid not null
--   number integer not null
--   content jsonb not null
--   note text not null default ''::text
--   saved_by text not null
--   saved_at timestamp with time zone not null
-- table artifacts (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   account_id uuid
--   kind text not null
--   title text not null
--   version integer not null default 1
--   metadata jsonb not null default '{}'::jsonb
--   play_id uuid
--   run_id uuid
--   step_id uuid
--   created_by text not null
--   created_at timestamp with time zone not null
--   updated_at timestamp with time zone not null
--   deleted_at timestamp with time zone
--   form_key uuid
-- table assistant_messages (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   thread_id uuid not null
--   role text not null
--   state text not null default 'done'::text
--   body text not null default ''::text
--   sources jsonb not null default '[]'::jsonb
--   dedupe_key text
--   in_reply_to uuid
--   fence integer not null default 1
--   writing_until timestamp with time zone
--   source text
--   provider text
--   model text
--   tokens_in integer
--   tokens_out integer
--   cost_micros bigint
--   latency_ms integer
--   verdict text
--   created_at timestamp with time zone not null default now()
--   key_id uuid
--   seen uuid[]
-- table assistant_proposals (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   message_id uuid not null
--   tool text not null
--   input jsonb not null
--   words text not null
--   state text not null default 'proposed'::text
--   result jsonb
--   reason text
--   created_at timestamp with time zone not null default now()
--   decided_at timestamp with time zone
-- table assistant_threads (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   member_id uuid not null
--   title text not null
--   version integer not null default 1
--   created_at timestamp with time zone not null default now()
--   active_at timestamp with time zone not null default now()
--   deleted_at timestamp with time zone
-- table batch_changes (row level security forced)
--   org_id uuid not null
--   batch_id uuid not null
--   record_id uuid not null
--   act text not null
--   before jsonb not null default '{}'::jsonb
--   after jsonb not null default '{}'::jsonb
--   version integer
--   undone_at timestamp with time zone
-- table batch_refusals (row level security forced)
--   org_id uuid not null
--   batch_id uuid not null
--   record_id uuid not null
--   reason text not null
-- table change_batches (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   kind text not null
--   record_type text not null
--   title text not null
--   params jsonb not null default '{}'::jsonb
--   state text not null default 'waiting'::text
--   reason text
--   total integer not null default 0
--   done integer not null default 0
--   created_count integer not null default 0
--   updated_count integer not null default 0
--   skipped_count integer not null default 0
--   refused_count integer not null default 0
--   cursor jsonb not null default '{}'::jsonb
--   member_id uuid
--   member_name text not null
--   version integer not null default 1
--   created_at timestamp with time zone not null default now()
--   started_at timestamp with time zone
--   ended_at timestamp with time zone
--   undone_at timestamp with time zone
-- table collections (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   name citext not null
--   description text not null default ''::text
--   visibility text not null default 'all'::text
--   roles text[] not null default '{}'::text[]
--   is_default boolean not null default false
--   passages integer not null default 0
--   version integer not null default 1
--   created_at timestamp with time zone not null default now()
--   deleted_at timestamp with time zone
-- table contact_identities (row level security forced)
--   org_id uuid not null
--   source uuid not null
--   external_id text not null
--   contact_id uuid not null
--   created_at timestamp with time zone not null default now()
--   told jsonb
--   told_at timestamp with time zone
-- table contact_scores (row level security forced)
--   org_id uuid not null
--   contact_id uuid not null
--   score smallint not null
--   reasons jsonb not null default '[]'::jsonb
--   facts jsonb not null default '{}'::jsonb
--   weights_version integer not null default 0
--   computed_at timestamp with time zone not null
-- table contacts (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   stage text not null default 'lead'::text
--   first_name text not null default ''::text
--   last_name text not null default ''::text
--   email citext
--   phone text
--   time_zone text
--   locale text
--   account_id uuid
--   owner_id uuid
--   score smallint
--   version integer not null default 1
--   created_at timestamp with time zone not null default now()
--   updated_at timestamp with time zone not null default now()
--   deleted_at timestamp with time zone
--   job_title text not null default ''::text
--   city text
--   country text
--   source text not null default 'member'::text
--   merged_into uuid
--   sort_name text default "left"(lower(COALESCE(NULLIF(btrim(((first_name || ' '::text) || last_name)), ''::text), (email)::text, phone, ''::text)), 100)
--   sort_email text default "left"(lower((email)::text), 100)
--   erased_at timestamp with time zone
--   sort_account text
-- table contract_files (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   account_id uuid not null
--   artifact_id uuid not null
--   file_id uuid not null
--   name text not null
--   sha256 bytea not null
--   size bigint not null
--   state text not null default 'waiting'::text
--   reason text
--   kind text
--   pages integer
--   version integer
--   created_by text not null
--   created_at timestamp with time zone not null
--   read_at timestamp with time zone
--   never_reads boolean not null default false
-- table conversations (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   contact_id uuid
--   location_id uuid
--   subject text not null default ''::text
--   state text not null default 'open'::text
--   mode text not null default 'assistant'::text
--   member_id uuid
--   snoozed_until timestamp with time zone
--   chat_state jsonb not null default '{}'::jsonb
--   last_message_at timestamp with time zone
--   customer_seen_at timestamp with time zone
--   member_seen_at timestamp with time zone
--   customer_typing_at timestamp with time zone
--   version integer not null default 1
--   created_at timestamp with time zone not null default now()
--   member_typing_at timestamp with time zone
--   person_asked_at timestamp with time zone
--   person_noted_at timestamp with time zone
-- table custom_fields (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   record_type text not null
--   key text not null
--   label text not null
--   kind text not null
--   options jsonb not null default '[]'::jsonb
--   required boolean not null default false
--   position smallint not null default 0
--   version integer not null default 1
--   created_at timestamp with time zone not null default now()
--   archived_at timestamp with time zone
-- table custom_values (row level security forced)
--   org_id uuid not null
--   record_id uuid not null
--   field_id uuid not null
--   position smallint not null default 0
--   text_value text
--   number_value numeric
--   date_value date
--   option_id uuid
--   yes_value boolean
--   sort_text text default "left"(lower(text_value), 100)
-- table deals (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   name text not null
--   account_id uuid
--   contact_id uuid
--   owner_id uuid
--   value_cents bigint not null default 0
--   currency text not null default 'USD'::text
--   closes_on date
--   version integer not null default 1
--   created_at timestamp with time zone not null default now()
--   updated_at timestamp with time zone not null default now()
--   deleted_at timestamp with time zone
--   pipeline_id uuid not null
--   stage_id uuid not null
--   stage_at timestamp with time zone not null default now()
--   closed_at timestamp with time zone
--   lost_reason text
--   source text not null default 'member'::text
--   description text not null default ''::text
--   sort_name text default "left"(lower(name), 100)
--   sort_account text
-- table default_views (row level security forced)
--   org_id uuid not null
--   member_id uuid not null
--   record_type text not null
--   view_id uuid not null
-- table delivery_reports (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   message_id uuid not null
--   provider text not null
--   report_key text not null
--   state text not null
--   reason text
--   permanent boolean not null default false
--   cost_micros bigint
--   cost_currency text
--   reported_at timestamp with time zone not null
--   received_at timestamp with time zone not null default now()
-- table document_versions (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   document_id uuid not null
--   number integer not null
--   file_id uuid
--   name text not null
--   kind text not null
--   size bigint not null default 0
--   sha256 bytea not null
--   state text not null default 'stored'::text
--   reason text
--   passages integer not null default 0
--   embedded integer not null default 0
--   embedding_model text
--   pages integer
--   characters integer
--   summary text not null default ''::text
--   summary_source text not null default 'rules'::text
--   created_by text not null
--   created_at timestamp with time zone not null default now()
--   ready_at timestamp with time zone
--   note text not null default ''::text
--   reading smallint not null default 0
-- table documents (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   title text not null
--   state text not null default 'stored'::text
--   reason text
--   created_at timestamp with time zone not null default now()
--   deleted_at timestamp with time zone
--   collection_id uuid not null
--   current_version_id uuid
--   latest_number integer not null default 1
--   version integer not null default 1
--   updated_at timestamp with time zone not null default now()
-- table duplicate_pairs (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   first_id uuid not null
--   second_id uuid not null
--   reasons text[] not null
--   score smallint not null
--   state text not null default 'open'::text
--   created_at timestamp with time zone not null default now()
--   decided_at timestamp with time zone
--   decided_by text
-- table enrollments (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   lead_id uuid
--   contact_id uuid not null
--   location_id uuid not null
--   sequence_version_id uuid not null
--   state text not null default 'running'::text
--   stop_reason text
--   created_at timestamp with time zone not null default now()
--   ended_at timestamp with time zone
--   paused_at timestamp with time zone
--   counted_from timestamp with time zone
-- table erasures (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   contact_id uuid not null
--   state text not null default 'waiting'::text
--   counts jsonb not null default '{}'::jsonb
--   member_id uuid
--   member_name text not null
--   created_at timestamp with time zone not null default now()
--   ended_at timestamp with time zone
-- table events (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   at timestamp with time zone not null
--   name text not null
--   actor_kind text not null
--   actor_id uuid
--   actor_name text not null
--   subject_type text not null
--   subject_id uuid not null
--   parent_type text
--   parent_id uuid
--   changes jsonb not null default '{}'::jsonb
--   data jsonb not null default '{}'::jsonb
--   ip inet
--   user_agent text
--   request_id text not null
--   account_id uuid
--   parent_account_id uuid
-- table file_chunks (row level security forced)
--   org_id uuid not null
--   file_id uuid not null
--   position integer not null
--   bytes bytea not null
-- table files (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   name text not null
--   media_type text not null
--   size bigint not null
--   sha256 bytea not null
--   created_at timestamp with time zone not null default now()
-- table guided_messages (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   thread_id uuid not null
--   author text not null
--   author_name text not null
--   body text not null
--   source text not null
--   provider text
--   model text
--   tokens_in integer
--   tokens_out integer
--   cost_micros bigint
--   latency_ms integer
--   at timestamp with time zone not null
-- table guided_threads (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   run_id uuid not null
--   step_id uuid not null
--   title text not null
--   state text not null default 'open'::text
--   outcome text
--   started_by text not null
--   started_at timestamp with time zone not null
--   ended_at timestamp with time zone
--   duration_ms bigint
--   draft jsonb not null default '{}'::jsonb
-- table idempotency_keys (row level security forced)
--   org_id uuid not null
--   actor text not null
--   key text not null
--   request_hash bytea not null
--   status integer
--   response jsonb
--   created_at timestamp with time zone not null default now()
-- table identity_tokens
--   token_hash bytea not null
--   kind text not null
--   user_id uuid not null
--   created_at timestamp with time zone not null default now()
--   expires_at timestamp with time zone not null
--   used_at timestamp with time zone
-- table import_refusals (row level security forced)
--   org_id uuid not null
--   batch_id uuid not null
--   line integer not null
--   reason text not null
--   cells jsonb not null
-- table inbound_addresses (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   channel text not null
--   address citext not null
--   location_id uuid
--   secret_hash bytea
-- table invitations (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   email citext not null
--   role text not null
--   token_hash bytea not null
--   invited_by uuid
--   created_at timestamp with time zone not null default now()
--   expires_at timestamp with time zone not null
--   accepted_at timestamp with time zone
--   revoked_at timestamp with time zone
-- table kept_figures (row level security forced)
--   org_id uuid not null
--   name text not null
--   value jsonb not null
--   computed_at timestamp with time zone not null
-- table knowledge_questions (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   question text not null
--   outcome text not null
--   answer text not null default ''::text
--   source text not null
--   quotes jsonb not null default '[]'::jsonb
--   thumb text
--   note text not null default ''::text
--   member_id uuid
--   asked_by text not null
--   created_at timestamp with time zone not null default now()
--   settled_at timestamp with time zone
--   settled_by text
--   asked_in text not null default 'knowledge'::text
--   same_as text not null default ''::text
--   times integer not null default 1
--   asked_at timestamp with time zone
-- table knowledge_totals (row level security forced)
--   org_id uuid not null
--   passages bigint not null default 0
--   words bigint not null default 0
-- table knowledge_words (row level security forced)
--   org_id uuid not null
--   word text not null
--   passages integer not null
-- table leads (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   contact_id uuid not null
--   location_id uuid not null
--   vehicle_id uuid
--   conversation_id uuid
--   state text not null default 'new'::text
--   state_at timestamp with time zone not null default now()
--   source text not null
--   connection_id uuid
--   external_order_id text
--   external_status text
--   external_updated_at timestamp with time zone
--   title text not null default ''::text
--   services text[] not null default '{}'::text[]
--   value_cents bigint
--   currency text not null default 'USD'::text
--   owner_id uuid
--   first_contacted_at timestamp with time zone
--   first_replied_at timestamp with time zone
--   lost_reason text
--   enriched_at timestamp with time zone
--   enrich_error text
--   version integer not null default 1
--   created_at timestamp with time zone not null default now()
--   updated_at timestamp with time zone not null default now()
--   external_order_number text
-- table locations (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   name text not null
--   slug text not null
--   time_zone text not null
--   phone text
--   email citext
--   address text
--   send_window jsonb not null default '{}'::jsonb
--   active boolean not null default true
--   version integer not null default 1
--   created_at timestamp with time zone not null default now()
--   updated_at timestamp with time zone not null default now()
-- table memberships (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   user_id uuid not null
--   role text not null
--   name text not null
--   email citext not null
--   created_at timestamp with time zone not null default now()
-- table merges (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   survivor_id uuid not null
--   merged_id uuid not null
--   before jsonb not null default '{}'::jsonb
--   after jsonb not null default '{}'::jsonb
--   moved jsonb not null default '{}'::jsonb
--   survivor_version integer not null
--   merged_version integer not null
--   by_name text not null
--   created_at timestamp with time zone not null default now()
--   undone_at timestamp with time zone
-- table message_template_versions (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   template_id uuid not null
--   number integer not null
--   subject text not null default ''::text
--   body text not null
--   created_by uuid
--   created_at timestamp with time zone not null default now()
-- table message_templates (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   name text not null
--   channel text not null
--   archived_at timestamp with time zone
--   created_at timestamp with time zone not null default now()
-- table messages (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   conversation_id uuid
--   contact_id uuid
--   lead_id uuid
--   location_id uuid
--   channel text not null
--   direction text not null
--   purpose text not null default 'reply'::text
--   author_kind text not null
--   author_id uuid
--   author_name text not null default ''::text
--   state text not null
--   state_reason text
--   state_at timestamp with time zone not null default now()
--   to_address text
--   from_address text
--   subject text not null default ''::text
--   body_text text not null default ''::text
--   body_html text
--   parts jsonb not null default '{}'::jsonb
--   variant text
--   template_version_id uuid
--   planned_at timestamp with time zone
--   sent_at timestamp with time zone
--   delivered_at timestamp with time zone
--   read_at timestamp with time zone
--   provider text
--   provider_message_id text
--   cost_micros bigint
--   cost_currency text
--   segments integer
--   attempts integer not null default 0
--   dedupe_key text
--   in_reply_to uuid
--   source text
--   model_provider text
--   model text
--   tokens_in integer
--   tokens_out integer
--   latency_ms integer
--   writing_until timestamp with time zone
--   created_at timestamp with time zone not null default now()
--   send_after timestamp with time zone
--   account_id uuid
-- table notes (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   subject_type text not null
--   subject_id uuid not null
--   kind text not null default 'note'::text
--   body text not null
--   happened_at timestamp with time zone not null default now()
--   minutes smallint
--   author_id uuid
--   author_name text not null
--   version integer not null default 1
--   created_at timestamp with time zone not null default now()
--   updated_at timestamp with time zone not null default now()
--   deleted_at timestamp with time zone
--   account_id uuid
-- table organisations (row level security forced)
--   id uuid not null
--   name text not null
--   slug text not null
--   time_zone text not null default 'UTC'::text
--   currency text not null default 'USD'::text
--   colour text not null default '#0f766e'::text
--   logo_file_id uuid
--   plan text not null default 'FREE'::text
--   sending jsonb not null default '{"sms": false, "email": false, "webhook": false}'::jsonb
--   ai jsonb not null default '{}'::jsonb
--   settings jsonb not null default '{}'::jsonb
--   is_demo boolean not null default false
--   created_at timestamp with time zone not null default now()
--   version integer not null default 1
-- table passage_vectors (row level security forced)
--   org_id uuid not null
--   passage_id uuid not null
--   collection_id uuid not null
--   model text not null
--   embedding halfvec not null
-- table passages (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   document_id uuid not null
--   version_id uuid not null
--   collection_id uuid not null
--   position integer not null
--   page integer
--   heading text not null default ''::text
--   body text not null
--   length smallint not null
--   words tsvector not null default to_tsvector('perigee_text'::regconfig, ((heading || ' '::text) || body))
-- table pipeline_stages (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   pipeline_id uuid not null
--   name text not null
--   position smallint not null
--   outcome text not null default 'open'::text
--   probability smallint not null default 0
--   most smallint
--   ages_after_days smallint
--   deleted_at timestamp with time zone
-- table pipelines (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   kind text not null
--   name text not null
--   position smallint not null default 0
--   version integer not null default 1
--   created_at timestamp with time zone not null default now()
--   deleted_at timestamp with time zone
-- table play_actions (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   play_id uuid not null
--   run_id uuid
--   step_id uuid
--   act text not null
--   label text not null
--   reason text not null default ''::text
--   until timestamp with time zone
--   member_id uuid
--   by_name text not null
--   at timestamp with time zone not null
--   returned_at timestamp with time zone
-- table play_rules (row level security forced)
--   org_id uuid not null
--   version integer not null
--   rules jsonb not null
--   by_name text not null
--   created_at timestamp with time zone not null
-- table play_workflows (row level security forced)
--   org_id uuid not null
--   type text not null
--   stage text not null
--   workflow_id uuid not null
-- table plays (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   account_id uuid not null
--   type text not null
--   stage text not null
--   state text not null default 'open'::text
--   owner_id uuid
--   escalated_to uuid
--   member_id uuid default COALESCE(escalated_to, owner_id)
--   priority smallint not null
--   breakdown jsonb not null
--   basis text not null default ''::text
--   rules_version integer not null
--   run_id uuid
--   begun smallint not null default 0
--   due_at timestamp with time zone
--   outcome text
--   note text not null default ''::text
--   close_reason text
--   opened_at timestamp with time zone not null
--   closed_at timestamp with time zone
--   updated_at timestamp with time zone not null
--   weighed bigint
-- table pricing_limits (row level security forced)
--   org_id uuid not null
--   least_uplift integer not null
--   most_uplift integer not null
--   most_discount integer not null
--   version integer not null default 1
--   by_name text not null
--   updated_at timestamp with time zone not null
-- table projects (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   name text not null
--   account_id uuid
--   owner_id uuid
--   state text not null default 'planned'::text
--   due_on date
--   version integer not null default 1
--   created_at timestamp with time zone not null default now()
--   updated_at timestamp with time zone not null default now()
--   deleted_at timestamp with time zone
--   contact_id uuid
--   starts_on date
--   description text not null default ''::text
--   sort_name text default "left"(lower(name), 100)
--   sort_account text
-- table public_links (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   kind text not null
--   token_hash bytea not null
--   subject_id uuid not null
--   contact_id uuid
--   message_id uuid
--   expires_at timestamp with time zone not null
--   revoked_at timestamp with time zone
--   used_at timestamp with time zone
--   created_at timestamp with time zone not null default now()
-- table rate_limits
--   bucket text not null
--   full_at timestamp with time zone not null
-- table record_insights (row level security forced)
--   org_id uuid not null
--   record_type text not null
--   record_id uuid not null
--   summary jsonb not null
--   risks jsonb not null default '[]'::jsonb
--   next_action jsonb
--   source text not null
--   provider text
--   model text
--   computed_at timestamp with time zone not null
-- table record_links (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   from_type text not null
--   from_id uuid not null
--   to_type text not null
--   to_id uuid not null
--   label text not null
--   created_at timestamp with time zone not null default now()
-- table record_tags (row level security forced)
--   org_id uuid not null
--   record_type text not null
--   record_id uuid not null
--   tag_id uuid not null
--   created_at timestamp with time zone not null default now()
-- table removed_record_tags (row level security forced)
--   org_id uuid not null
--   tag_id uuid not null
--   record_type text not null
--   record_id uuid not null
--   created_at timestamp with time zone not null
--   got_other boolean not null default false
-- table removed_tags (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   name citext not null
--   into_id uuid
--   created_at timestamp with time zone not null
--   removed_at timestamp with time zone not null
-- table saved_views (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   record_type text not null
--   name text not null
--   owner_id uuid not null
--   is_shared boolean not null default false
--   query text not null default ''::text
--   columns text[] not null default '{}'::text[]
--   position smallint not null default 0
--   version integer not null default 1
--   created_at timestamp with time zone not null default now()
--   deleted_at timestamp with time zone
-- table schedules (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   location_id uuid
--   member_id uuid
--   time_zone text not null
--   weekly_hours jsonb not null
--   exceptions jsonb not null default '[]'::jsonb
--   capacity integer not null default 1
--   buffer_before_minutes integer not null default 0
--   buffer_after_minutes integer not null default 0
--   step_minutes integer not null default 30
--   minimum_notice_minutes integer not null default 60
--   horizon_days integer not null default 60
--   version integer not null default 1
--   bookable boolean not null default true
-- table schema_migrations
--   name text not null
--   digest text not null
--   applied_at timestamp with time zone not null default now()
-- table scoring_rules (row level security forced)
--   org_id uuid not null
--   weights jsonb not null
--   version integer not null default 1
--   updated_at timestamp with time zone not null default now()
-- table security_events (row level security forced)
--   id uuid not null
--   at timestamp with time zone not null default now()
--   name text not null
--   org_id uuid
--   user_id uuid
--   email citext
--   ip inet
--   user_agent text
--   request_id text
--   data jsonb not null default '{}'::jsonb
-- table sequence_versions (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   sequence_id uuid not null
--   number integer not null
--   touches jsonb not null
--   created_by uuid
--   created_at timestamp with time zone not null default now()
-- table sequences (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   location_id uuid
--   name text not null
--   published_version_id uuid
--   created_at timestamp with time zone not null default now()
-- table services (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   location_id uuid not null
--   source uuid
--   external_id text
--   name text not null
--   description text not null default ''::text
--   price_cents bigint
--   currency text not null default 'USD'::text
--   duration_minutes integer
--   active boolean not null default true
--   updated_at timestamp with time zone not null default now()
-- table sessions
--   token_hash bytea not null
--   id uuid not null
--   user_id uuid not null
--   org_id uuid
--   created_at timestamp with time zone not null default now()
--   seen_at timestamp with time zone not null default now()
--   expires_at timestamp with time zone not null
--   ip inet
--   user_agent text
-- table shop_connections (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   kind text not null
--   name text not null
--   base_url text not null
--   api_key_sealed text not null
--   webhook_secret_sealed text not null
--   previous_webhook_secret_sealed text
--   mapping jsonb
--   lead_statuses text[] not null default '{}'::text[]
--   enabled boolean not null default true
--   cursor text
--   polled_at timestamp with time zone
--   poll_after timestamp with time zone not null default now()
--   failures integer not null default 0
--   failing_since timestamp with time zone
--   last_error text
--   signature_failures bigint not null default 0
--   signature_failed_at timestamp with time zone
--   catalogue_synced_at timestamp with time zone
--   version integer not null default 1
--   created_at timestamp with time zone not null default now()
--   won_statuses text[] not null default '{Invoice}'::text[]
--   lookback_days integer not null default 1
--   catalogue_error text
--   catalogue_failing_since timestamp with time zone
-- table shop_deliveries (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   connection_id uuid not null
--   delivery_key text not null
--   via text not null default 'webhook'::text
--   received_at timestamp with time zone not null default now()
--   headers jsonb not null default '{}'::jsonb
--   body text not null
--   state text not null default 'received'::text
--   reason text
--   lead_id uuid
--   processed_at timestamp with time zone
--   blanked_at timestamp with time zone
-- table shop_locations (row level security forced)
--   org_id uuid not null
--   connection_id uuid not null
--   external_id text not null
--   external_name text not null default ''::text
--   location_id uuid
--   country text
--   currency text
--   calendar_read_at timestamp with time zone
--   calendar_failing_since timestamp with time zone
--   calendar_error text
-- table success_actions (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   label text not null
--   act text not null
--   days smallint
--   member_id uuid
--   created_at timestamp with time zone not null
--   deleted_at timestamp with time zone
-- table suppressions (row level security forced)
--   org_id uuid not null
--   channel text not null
--   address citext not null
--   reason text not null
--   message_id uuid
--   created_at timestamp with time zone not null default now()
-- table system_mail
--   id uuid not null
--   kind text not null
--   recipient citext not null
--   subject text not null
--   body text not null
--   link text
--   state text not null default 'queued'::text
--   attempts integer not null default 0
--   error text
--   created_at timestamp with time zone not null default now()
--   sent_at timestamp with time zone
-- table tags (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   name citext not null
--   created_at timestamp with time zone not null default now()
-- table tasks (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   title text not null
--   detail text not null default ''::text
--   kind text not null default 'general'::text
--   state text not null default 'open'::text
--   priority text not null default 'normal'::text
--   due_on date
--   member_id uuid
--   agent_id uuid
--   subject_type text
--   subject_id uuid
--   dedupe_key text
--   version integer not null default 1
--   created_at timestamp with time zone not null default now()
--   completed_at timestamp with time zone
--   list_on date not null default COALESCE(due_on,
CASE
    WHEN (priority = ANY (ARRAY['high'::text, 'urgent'::text])) THEN (((created_at AT TIME ZONE 'UTC'::text))::date - 1)
    ELSE 'infinity'::date
END)
--   created_by uuid
--   deleted_at timestamp with time zone
--   state_before text
--   run_id uuid
--   account_id uuid
--   rank smallint not null default 
CASE priority
    WHEN 'urgent'::text THEN 1
    WHEN 'high'::text THEN 2
    WHEN 'normal'::text THEN 3
    ELSE 4
END
-- table touches (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   enrollment_id uuid not null
--   lead_id uuid
--   position integer not null
--   channel text not null
--   planned_at timestamp with time zone not null
--   status text not null default 'scheduled'::text
--   status_at timestamp with time zone not null default now()
--   reason text
--   message_id uuid
--   variant text
--   attempt integer not null default 0
-- table users
--   id uuid not null
--   email citext not null
--   name text not null
--   password_hash text
--   email_verified_at timestamp with time zone
--   time_zone text not null default 'UTC'::text
--   locale text not null default 'en'::text
--   theme text not null default 'system'::text
--   start_page text not null default '/today'::text
--   notifications jsonb not null default '{}'::jsonb
--   preferences_made_at timestamp with time zone
--   created_at timestamp with time zone not null default now()
--   updated_at timestamp with time zone not null default now()
--   last_org_id uuid
-- table vehicles (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   contact_id uuid not null
--   source uuid
--   external_id text
--   year smallint
--   make text
--   model text
--   colour text
--   plate text
--   vin text
--   created_at timestamp with time zone not null default now()
--   updated_at timestamp with time zone not null default now()
--   told jsonb
--   told_at timestamp with time zone
-- table web_pages (row level security forced)
--   org_id uuid not null
--   document_id uuid not null
--   url text not null
--   etag text
--   last_modified text
--   checked_at timestamp with time zone
--   reason text not null default ''::text
--   created_at timestamp with time zone not null default now()
-- table workflow_comparisons (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   workflow_id uuid not null
--   draft_version integer not null
--   graph jsonb not null
--   since timestamp with time zone not null
--   state text not null default 'running'::text
--   total integer not null default 0
--   looked integer not null default 0
--   differing integer not null default 0
--   cursor_id uuid
--   results jsonb not null default '[]'::jsonb
--   error text
--   created_at timestamp with time zone not null default now()
--   ended_at timestamp with time zone
-- table workflow_runs (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   workflow_id uuid not null
--   version_number integer not null
--   state text not null
--   is_dry boolean not null default false
--   trigger jsonb not null default '{}'::jsonb
--   subject_type text
--   subject_id uuid
--   key text
--   dedupe_key text
--   turn integer not null default 0
--   steps_begun integer not null default 0
--   depth smallint not null default 0
--   parent_run_id uuid
--   parent_step_id uuid
--   replay_of uuid
--   repeats_effects boolean not null default false
--   output jsonb
--   error text
--   error_node text
--   started_by text not null
--   created_at timestamp with time zone not null default now()
--   ended_at timestamp with time zone
--   lease_until timestamp with time zone
--   is_unplaced boolean not null default false
-- table workflow_steps (row level security forced)
--   org_id uuid not null
--   run_id uuid not null
--   id uuid not null
--   node text not null
--   scope text not null default ''::text
--   path text not null default ''::text
--   state text not null
--   loop jsonb
--   joined jsonb
--   attempt smallint not null default 0
--   input jsonb
--   output jsonb
--   port text
--   error text
--   effect text
--   wait_kind text
--   wake_at timestamp with time zone
--   wait_event text
--   wait_subject uuid
--   wait_filter text
--   woken jsonb
--   busy_until timestamp with time zone
--   from_record boolean not null default false
--   began_at timestamp with time zone not null default now()
--   ended_at timestamp with time zone
-- table workflow_triggers (row level security forced)
--   org_id uuid not null
--   workflow_id uuid not null
--   kind text not null
--   event_name text
--   filter text not null default ''::text
--   cron text
--   time_zone text
--   token_hash bytea
-- table workflow_versions (row level security forced)
--   org_id uuid not null
--   workflow_id uuid not null
--   number integer not null
--   graph jsonb not null
--   note text not null default ''::text
--   published_by uuid
--   published_at timestamp with time zone not null default now()
-- table workflows (row level security forced)
--   org_id uuid not null
--   id uuid not null
--   name text not null
--   description text not null default ''::text
--   draft jsonb not null default '{"edges": [], "nodes": []}'::jsonb
--   version integer not null default 1
--   published integer
--   is_on boolean not null default false
--   most_running integer
--   key_expression text not null default ''::text
--   most_per_key integer
--   most_per_minute integer
--   when_full text not null default 'wait'::text
--   created_by uuid
--   created_at timestamp with time zone not null default now()
--   updated_at timestamp with time zone not null default now()
--   deleted_at timestamp with time zone

alter table account_contracts add constraint account_contracts_notice_days_check CHECK (((notice_days >= 0) AND (notice_days <= 3660)));
alter table account_contracts add constraint account_contracts_org_id_account_id_fkey FOREIGN KEY (org_id, account_id) REFERENCES accounts(org_id, id) ON DELETE CASCADE;
alter table account_contracts add constraint account_contracts_pkey PRIMARY KEY (org_id, id);
alter table account_contracts add constraint account_contracts_title_check CHECK ((title <> ''::text));
alter table account_contracts add constraint account_contracts_value_cents_check CHECK ((value_cents >= 0));
alter table account_deliveries add constraint account_deliveries_org_id_hook_id_delivery_key_key UNIQUE (org_id, hook_id, delivery_key);
alter table account_deliveries add constraint account_deliveries_org_id_hook_id_fkey FOREIGN KEY (org_id, hook_id) REFERENCES account_hooks(org_id, id) ON DELETE CASCADE;
alter table account_deliveries add constraint account_deliveries_pkey PRIMARY KEY (org_id, id);
alter table account_deliveries add constraint account_deliveries_state_check CHECK ((state = ANY (ARRAY['received'::text, 'processed'::text, 'rejected'::text])));
alter table account_facts add constraint account_facts_active_users_check CHECK ((active_users >= 0));
alter table account_facts add constraint account_facts_open_tickets_check CHECK ((open_tickets >= 0));
alter table account_facts add constraint account_facts_org_id_account_id_fkey FOREIGN KEY (org_id, account_id) REFERENCES accounts(org_id, id) ON DELETE CASCADE;
alter table account_facts add constraint account_facts_pkey PRIMARY KEY (org_id, account_id);
alter table account_facts add constraint account_facts_plan_check CHECK ((plan = ANY (ARRAY['standard'::text, 'growth'::text, 'strategic'::text])));
alter table account_facts add constraint account_facts_seats_check CHECK ((seats >= 0));
alter table account_facts add constraint account_facts_usage_trend_check CHECK (((usage_trend >= '-100'::integer) AND (usage_trend <= 10000)));
alter table account_facts add constraint account_facts_utilisation_check CHECK (((utilisation >= 0) AND (utilisation <= 1000)));
alter table account_hooks add constraint account_hooks_name_check CHECK ((name <> ''::text));
alter table account_hooks add constraint account_hooks_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table account_hooks add constraint account_hooks_pkey PRIMARY KEY (org_id, id);
alter table account_scores add constraint account_scores_org_id_account_id_fkey FOREIGN KEY (org_id, account_id) REFERENCES accounts(org_id, id) ON DELETE CASCADE;
alter table account_scores add constraint account_scores_pkey PRIMARY KEY (org_id, id);
alter table account_scores add constraint account_scores_score_check CHECK ((score = ANY (ARRAY['health'::text, 'risk'::text, 'opportunity'::text, 'utilisation'::text, 'activeUsers'::text, 'arrCents'::text])));
alter table account_stakeholders add constraint account_stakeholders_influence_check CHECK ((influence = ANY (ARRAY['low'::text, 'medium'::text, 'high'::text])));
alter table account_stakeholders add constraint account_stakeholders_name_check CHECK ((name <> ''::text));
alter table account_stakeholders add constraint account_stakeholders_org_id_account_id_fkey FOREIGN KEY (org_id, account_id) REFERENCES accounts(org_id, id) ON DELETE CASCADE;
alter table account_stakeholders add constraint account_stakeholders_org_id_contact_id_fkey FOREIGN KEY (org_id, contact_id) REFERENCES contacts(org_id, id) ON DELETE SET NULL (contact_id);
alter table account_stakeholders add constraint account_stakeholders_pkey PRIMARY KEY (org_id, id);
alter table account_stakeholders add constraint account_stakeholders_sentiment_check CHECK ((sentiment = ANY (ARRAY['positive'::text, 'neutral'::text, 'negative'::text, 'unknown'::text])));
alter table account_told add constraint account_told_org_id_account_id_fkey FOREIGN KEY (org_id, account_id) REFERENCES accounts(org_id, id) ON DELETE CASCADE;
alter table account_told add constraint account_told_pkey PRIMARY KEY (org_id, account_id, field);
alter table accounts add constraint accounts_health_check CHECK (((health >= 0) AND (health <= 100)));
alter table accounts add constraint accounts_lifecycle_check CHECK ((lifecycle = ANY (ARRAY['prospect'::text, 'customer'::text, 'former'::text])));
alter table accounts add constraint accounts_opportunity_check CHECK (((opportunity >= 0) AND (opportunity <= 100)));
alter table accounts add constraint accounts_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table accounts add constraint accounts_org_id_owner_id_fkey FOREIGN KEY (org_id, owner_id) REFERENCES memberships(org_id, id) ON DELETE SET NULL (owner_id);
alter table accounts add constraint accounts_pkey PRIMARY KEY (org_id, id);
alter table accounts add constraint accounts_risk_check CHECK (((risk >= 0) AND (risk <= 100)));
alter table agents add constraint agents_autonomy_check CHECK ((autonomy = ANY (ARRAY['suggest'::text, 'approve'::text, 'alone'::text])));
alter table agents add constraint agents_kind_check CHECK ((kind = ANY (ARRAY['outreach'::text, 'follow-up'::text, 'scheduling'::text, 'support'::text, 'planning'::text, 'research'::text])));
alter table agents add constraint agents_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table agents add constraint agents_pkey PRIMARY KEY (org_id, id);
alter table ai_calls add constraint ai_calls_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table ai_calls add constraint ai_calls_pkey PRIMARY KEY (org_id, id);
alter table ai_calls add constraint ai_calls_source_check CHECK ((source = ANY (ARRAY['model'::text, 'rules'::text])));
alter table api_keys add constraint api_keys_key_hash_key UNIQUE (key_hash);
alter table api_keys add constraint api_keys_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table api_keys add constraint api_keys_org_id_member_id_fkey FOREIGN KEY (org_id, member_id) REFERENCES memberships(org_id, id) ON DELETE CASCADE;
alter table api_keys add constraint api_keys_pkey PRIMARY KEY (org_id, id);
alter table appointments add constraint appointments_bay_check CHECK ((bay >= 1));
alter table appointments add constraint appointments_check CHECK ((ends_at > starts_at));
alter table appointments add constraint appointments_check1 CHECK ((num_nonnulls(location_id, member_id) = 1));
alter table appointments add constraint appointments_check2 CHECK (((bay IS NOT NULL) OR (origin = 'shop'::text) OR (state <> 'booked'::text)));
alter table appointments add constraint appointments_member_named CHECK (((member_id IS NULL) OR (member_name IS NOT NULL)));
alter table appointments add constraint appointments_no_overlap EXCLUDE USING gist (org_id WITH =, resource_id WITH =, bay WITH =, during WITH &&) WHERE (((state = 'booked'::text) AND (bay IS NOT NULL)));
alter table appointments add constraint appointments_org_id_contact_id_fkey FOREIGN KEY (org_id, contact_id) REFERENCES contacts(org_id, id) ON DELETE SET NULL (contact_id);
alter table appointments add constraint appointments_org_id_conversation_id_fkey FOREIGN KEY (org_id, conversation_id) REFERENCES conversations(org_id, id) ON DELETE SET NULL (conversation_id);
alter table appointments add constraint appointments_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table appointments add constraint appointments_org_id_location_id_fkey FOREIGN KEY (org_id, location_id) REFERENCES locations(org_id, id) ON DELETE CASCADE;
alter table appointments add constraint appointments_org_id_service_id_fkey FOREIGN KEY (org_id, service_id) REFERENCES services(org_id, id) ON DELETE SET NULL (service_id);
alter table appointments add constraint appointments_origin_check CHECK ((origin = ANY (ARRAY['chat'::text, 'page'::text, 'member'::text, 'api'::text, 'shop'::text])));
alter table appointments add constraint appointments_pkey PRIMARY KEY (org_id, id);
alter table appointments add constraint appointments_state_check CHECK ((state = ANY (ARRAY['booked'::text, 'cancelled'::text, 'completed'::text, 'no-show'::text])));
alter table appointments add constraint appointments_sync_state_check CHECK ((sync_state = ANY (ARRAY['none'::text, 'pending'::text, 'synced'::text, 'conflict'::text, 'failed'::text])));
alter table approval_votes add constraint approval_votes_org_id_approval_id_fkey FOREIGN KEY (org_id, approval_id) REFERENCES approvals(org_id, id) ON DELETE CASCADE;
alter table approval_votes add constraint approval_votes_org_id_member_id_fkey FOREIGN KEY (org_id, member_id) REFERENCES memberships(org_id, id) ON DELETE CASCADE;
alter table approval_votes add constraint approval_votes_pkey PRIMARY KEY (org_id, approval_id, member_id);
alter table approvals add constraint approvals_least_role_check CHECK ((least_role = ANY (ARRAY['user'::text, 'manager'::text, 'admin'::text, 'owner'::text])));
alter table approvals add constraint approvals_needed_check CHECK (((needed >= 1) AND (needed <= 20)));
alter table approvals add constraint approvals_org_id_run_id_fkey FOREIGN KEY (org_id, run_id) REFERENCES workflow_runs(org_id, id) ON DELETE CASCADE;
alter table approvals add constraint approvals_pkey PRIMARY KEY (org_id, id);
alter table approvals add constraint approvals_state_check CHECK ((state = ANY (ARRAY['open'::text, 'approved'::text, 'declined'::text, 'withdrawn'::text])));
alter table approvals add constraint approvals_text_has_its_original CHECK (((text IS NULL) = (original_text IS NULL)));
alter table approvals add constraint approvals_title_check CHECK ((title <> ''::text));
alter table artifact_approvals add constraint artifact_approvals_check CHECK (((state = 'waiting'::text) = (decided_at IS NULL)));
alter table artifact_approvals add constraint artifact_approvals_org_id_artifact_id_number_fkey FOREIGN KEY (org_id, artifact_id, number) REFERENCES artifact_versions(org_id, artifact_id, number) ON DELETE CASCADE;
alter table artifact_approvals add constraint artifact_approvals_org_id_task_id_fkey FOREIGN KEY (org_id, task_id) REFERENCES tasks(org_id, id) ON DELETE SET NULL (task_id);
alter table artifact_approvals add constraint artifact_approvals_pkey PRIMARY KEY (org_id, artifact_id, number);
alter table artifact_approvals add constraint artifact_approvals_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'approved'::text, 'rejected'::text])));
alter table artifact_tasks add constraint artifact_tasks_item_check CHECK ((item <> ''::text));
alter table artifact_tasks add constraint artifact_tasks_org_id_artifact_id_fkey FOREIGN KEY (org_id, artifact_id) REFERENCES artifacts(org_id, id) ON DELETE CASCADE;
alter table artifact_tasks add constraint artifact_tasks_org_id_task_id_fkey FOREIGN KEY (org_id, task_id) REFERENCES tasks(org_id, id) ON DELETE CASCADE;
alter table artifact_tasks add constraint artifact_tasks_pkey PRIMARY KEY (org_id, artifact_id, item);
alter table artifact_versions add constraint artifact_versions_content_check CHECK ((jsonb_typeof(content) = 'object'::text));
alter table artifact_versions add constraint artifact_versions_number_check CHECK ((number > 0));
alter table artifact_versions add constraint artifact_versions_org_id_artifact_id_fkey FOREIGN KEY (org_id, artifact_id) REFERENCES artifacts(org_id, id) ON DELETE CASCADE;
alter table artifact_versions add constraint artifact_versions_pkey PRIMARY KEY (org_id, artifact_id, number);
alter table artifacts add constraint artifacts_check CHECK (((account_id IS NOT NULL) OR (run_id IS NOT NULL)));
alter table artifacts add constraint artifacts_kind_check CHECK ((kind ~ '^[a-z][a-z0-9_]{0,59}$'::text));
alter table artifacts add constraint artifacts_org_id_account_id_fkey FOREIGN KEY (org_id, account_id) REFERENCES accounts(org_id, id) ON DELETE CASCADE;
alter table artifacts add constraint artifacts_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table artifacts add constraint artifacts_org_id_play_id_fkey FOREIGN KEY (org_id, play_id) REFERENCES plays(org_id, id) ON DELETE SET NULL (play_id);
alter table artifacts add constraint artifacts_pkey PRIMARY KEY (org_id, id);
alter table artifacts add constraint artifacts_title_check CHECK ((title <> ''::text));
alter table artifacts add constraint artifacts_version_check CHECK ((version > 0));
alter table assistant_messages add constraint assistant_messages_key FOREIGN KEY (org_id, key_id) REFERENCES api_keys(org_id, id) ON DELETE SET NULL (key_id);
alter table assistant_messages add constraint assistant_messages_org_id_thread_id_fkey FOREIGN KEY (org_id, thread_id) REFERENCES assistant_threads(org_id, id) ON DELETE CASCADE;
alter table assistant_messages add constraint assistant_messages_pkey PRIMARY KEY (org_id, id);
alter table assistant_messages add constraint assistant_messages_role_check CHECK ((role = ANY (ARRAY['member'::text, 'assistant'::text])));
alter table assistant_messages add constraint assistant_messages_source_check CHECK ((source = ANY (ARRAY['model'::text, 'rules'::text])));
alter table assistant_messages add constraint assistant_messages_state_check CHECK ((state = ANY (ARRAY['writing'::text, 'done'::text, 'stopped'::text, 'failed'::text])));
alter table assistant_messages add constraint assistant_messages_verdict_check CHECK ((verdict = ANY (ARRAY['good'::text, 'bad'::text])));
alter table assistant_proposals add constraint assistant_proposals_org_id_message_id_fkey FOREIGN KEY (org_id, message_id) REFERENCES assistant_messages(org_id, id) ON DELETE CASCADE;
alter table assistant_proposals add constraint assistant_proposals_pkey PRIMARY KEY (org_id, id);
alter table assistant_proposals add constraint assistant_proposals_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'confirmed'::text, 'declined'::text, 'failed'::text, 'expired'::text])));
alter table assistant_threads add constraint assistant_threads_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table assistant_threads add constraint assistant_threads_org_id_member_id_fkey FOREIGN KEY (org_id, member_id) REFERENCES memberships(org_id, id) ON DELETE CASCADE;
alter table assistant_threads add constraint assistant_threads_pkey PRIMARY KEY (org_id, id);
alter table batch_changes add constraint batch_changes_act_check CHECK ((act = ANY (ARRAY['created'::text, 'updated'::text, 'tagged'::text, 'untagged'::text, 'deleted'::text, 'restored'::text])));
alter table batch_changes add constraint batch_changes_org_id_batch_id_fkey FOREIGN KEY (org_id, batch_id) REFERENCES change_batches(org_id, id) ON DELETE CASCADE;
alter table batch_changes add constraint batch_changes_pkey PRIMARY KEY (org_id, batch_id, record_id);
alter table batch_refusals add constraint batch_refusals_org_id_batch_id_fkey FOREIGN KEY (org_id, batch_id) REFERENCES change_batches(org_id, id) ON DELETE CASCADE;
alter table batch_refusals add constraint batch_refusals_pkey PRIMARY KEY (org_id, batch_id, record_id);
alter table change_batches add constraint change_batches_kind_check CHECK ((kind = ANY (ARRAY['import'::text, 'edit'::text, 'tag'::text, 'untag'::text, 'assign'::text, 'delete'::text, 'restore'::text, 'move'::text, 'pause'::text, 'resume'::text])));
alter table change_batches add constraint change_batches_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table change_batches add constraint change_batches_org_id_member_id_fkey FOREIGN KEY (org_id, member_id) REFERENCES memberships(org_id, id) ON DELETE SET NULL (member_id);
alter table change_batches add constraint change_batches_pkey PRIMARY KEY (org_id, id);
alter table change_batches add constraint change_batches_record_type_check CHECK ((record_type = ANY (ARRAY['contact'::text, 'account'::text, 'deal'::text, 'project'::text, 'lead'::text])));
alter table change_batches add constraint change_batches_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'waiting'::text, 'running'::text, 'done'::text, 'failed'::text, 'cancelled'::text, 'undoing'::text, 'undone'::text])));
alter table collections add constraint collections_check CHECK (((NOT is_default) OR (deleted_at IS NULL)));
alter table collections add constraint collections_name_check CHECK ((name <> ''::citext));
alter table collections add constraint collections_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table collections add constraint collections_pkey PRIMARY KEY (org_id, id);
alter table collections add constraint collections_visibility_check CHECK ((visibility = ANY (ARRAY['all'::text, 'roles'::text, 'agents'::text, 'public'::text])));
alter table contact_identities add constraint contact_identities_org_id_contact_id_fkey FOREIGN KEY (org_id, contact_id) REFERENCES contacts(org_id, id) ON DELETE CASCADE;
alter table contact_identities add constraint contact_identities_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table contact_identities add constraint contact_identities_pkey PRIMARY KEY (org_id, source, external_id);
alter table contact_scores add constraint contact_scores_org_id_contact_id_fkey FOREIGN KEY (org_id, contact_id) REFERENCES contacts(org_id, id) ON DELETE CASCADE;
alter table contact_scores add constraint contact_scores_pkey PRIMARY KEY (org_id, contact_id);
alter table contact_scores add constraint contact_scores_score_check CHECK (((score >= 0) AND (score <= 100)));
alter table contacts add constraint contacts_merged_into FOREIGN KEY (org_id, merged_into) REFERENCES contacts(org_id, id) ON DELETE SET NULL (merged_into);
alter table contacts add constraint contacts_org_id_account_id_fkey FOREIGN KEY (org_id, account_id) REFERENCES accounts(org_id, id) ON DELETE SET NULL (account_id);
alter table contacts add constraint contacts_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table contacts add constraint contacts_org_id_owner_id_fkey FOREIGN KEY (org_id, owner_id) REFERENCES memberships(org_id, id) ON DELETE SET NULL (owner_id);
alter table contacts add constraint contacts_phone_check CHECK ((phone ~ '^\+[1-9][0-9]{6,14}$'::text));
alter table contacts add constraint contacts_pkey PRIMARY KEY (org_id, id);
alter table contacts add constraint contacts_score_check CHECK (((score >= 0) AND (score <= 100)));
alter table contacts add constraint contacts_source_check CHECK ((source = ANY (ARRAY['member'::text, 'import'::text, 'form'::text, 'shop'::text, 'chat'::text, 'email'::text, 'api'::text, 'booking'::text, 'integration'::text])));
alter table contacts add constraint contacts_stage_check CHECK ((stage = ANY (ARRAY['lead'::text, 'prospect'::text, 'customer'::text, 'former'::text])));
alter table contract_files add constraint contract_files_kind_check CHECK ((kind = ANY (ARRAY['pdf'::text, 'docx'::text])));
alter table contract_files add constraint contract_files_org_id_account_id_fkey FOREIGN KEY (org_id, account_id) REFERENCES accounts(org_id, id) ON DELETE CASCADE;
alter table contract_files add constraint contract_files_org_id_artifact_id_fkey FOREIGN KEY (org_id, artifact_id) REFERENCES artifacts(org_id, id) ON DELETE CASCADE;
alter table contract_files add constraint contract_files_org_id_file_id_fkey FOREIGN KEY (org_id, file_id) REFERENCES files(org_id, id);
alter table contract_files add constraint contract_files_pkey PRIMARY KEY (org_id, id);
alter table contract_files add constraint contract_files_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'reading'::text, 'done'::text, 'failed'::text])));
alter table conversations add constraint conversations_mode_check CHECK ((mode = ANY (ARRAY['assistant'::text, 'member'::text])));
alter table conversations add constraint conversations_org_id_contact_id_fkey FOREIGN KEY (org_id, contact_id) REFERENCES contacts(org_id, id) ON DELETE CASCADE;
alter table conversations add constraint conversations_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table conversations add constraint conversations_org_id_location_id_fkey FOREIGN KEY (org_id, location_id) REFERENCES locations(org_id, id) ON DELETE SET NULL (location_id);
alter table conversations add constraint conversations_org_id_member_id_fkey FOREIGN KEY (org_id, member_id) REFERENCES memberships(org_id, id) ON DELETE SET NULL (member_id);
alter table conversations add constraint conversations_pkey PRIMARY KEY (org_id, id);
alter table conversations add constraint conversations_state_check CHECK ((state = ANY (ARRAY['open'::text, 'snoozed'::text, 'closed'::text])));
alter table custom_fields add constraint custom_fields_key_check CHECK ((key ~ '^[a-z][a-z0-9_]{0,62}$'::text));
alter table custom_fields add constraint custom_fields_kind_check CHECK ((kind = ANY (ARRAY['text'::text, 'number'::text, 'date'::text, 'choice'::text, 'multi-choice'::text, 'yes-no'::text, 'link'::text])));
alter table custom_fields add constraint custom_fields_label_check CHECK ((label <> ''::text));
alter table custom_fields add constraint custom_fields_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table custom_fields add constraint custom_fields_org_id_record_type_key_key UNIQUE (org_id, record_type, key);
alter table custom_fields add constraint custom_fields_pkey PRIMARY KEY (org_id, id);
alter table custom_fields add constraint custom_fields_record_type_check CHECK ((record_type = ANY (ARRAY['contact'::text, 'account'::text, 'deal'::text, 'project'::text])));
alter table custom_values add constraint custom_values_check CHECK ((num_nonnulls(text_value, number_value, date_value, option_id, yes_value) = 1));
alter table custom_values add constraint custom_values_org_id_field_id_fkey FOREIGN KEY (org_id, field_id) REFERENCES custom_fields(org_id, id) ON DELETE CASCADE;
alter table custom_values add constraint custom_values_pkey PRIMARY KEY (org_id, record_id, field_id, "position");
alter table deals add constraint deals_org_id_account_id_fkey FOREIGN KEY (org_id, account_id) REFERENCES accounts(org_id, id) ON DELETE SET NULL (account_id);
alter table deals add constraint deals_org_id_contact_id_fkey FOREIGN KEY (org_id, contact_id) REFERENCES contacts(org_id, id) ON DELETE SET NULL (contact_id);
alter table deals add constraint deals_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table deals add constraint deals_org_id_owner_id_fkey FOREIGN KEY (org_id, owner_id) REFERENCES memberships(org_id, id) ON DELETE SET NULL (owner_id);
alter table deals add constraint deals_pkey PRIMARY KEY (org_id, id);
alter table deals add constraint deals_source_check CHECK ((source = ANY (ARRAY['member'::text, 'import'::text, 'lead'::text, 'api'::text, 'integration'::text])));
alter table deals add constraint deals_stage FOREIGN KEY (org_id, pipeline_id, stage_id) REFERENCES pipeline_stages(org_id, pipeline_id, id);
alter table default_views add constraint default_views_org_id_member_id_fkey FOREIGN KEY (org_id, member_id) REFERENCES memberships(org_id, id) ON DELETE CASCADE;
alter table default_views add constraint default_views_org_id_view_id_fkey FOREIGN KEY (org_id, view_id) REFERENCES saved_views(org_id, id) ON DELETE CASCADE;
alter table default_views add constraint default_views_pkey PRIMARY KEY (org_id, member_id, record_type);
alter table default_views add constraint default_views_record_type_check CHECK ((record_type = ANY (ARRAY['contact'::text, 'account'::text, 'deal'::text, 'project'::text, 'lead'::text])));
alter table delivery_reports add constraint delivery_reports_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table delivery_reports add constraint delivery_reports_org_id_message_id_fkey FOREIGN KEY (org_id, message_id) REFERENCES messages(org_id, id) ON DELETE CASCADE;
alter table delivery_reports add constraint delivery_reports_org_id_message_id_report_key_key UNIQUE (org_id, message_id, report_key);
alter table delivery_reports add constraint delivery_reports_pkey PRIMARY KEY (org_id, id);
alter table document_versions add constraint document_versions_kind_check CHECK ((kind = ANY (ARRAY['pdf'::text, 'docx'::text, 'html'::text, 'markdown'::text, 'text'::text, 'csv'::text, 'unknown'::text])));
alter table document_versions add constraint document_versions_number_check CHECK ((number > 0));
alter table document_versions add constraint document_versions_org_id_document_id_fkey FOREIGN KEY (org_id, document_id) REFERENCES documents(org_id, id) ON DELETE CASCADE;
alter table document_versions add constraint document_versions_org_id_document_id_number_key UNIQUE (org_id, document_id, number);
alter table document_versions add constraint document_versions_org_id_file_id_fkey FOREIGN KEY (org_id, file_id) REFERENCES files(org_id, id);
alter table document_versions add constraint document_versions_pkey PRIMARY KEY (org_id, id);
alter table document_versions add constraint document_versions_state_check CHECK ((state = ANY (ARRAY['stored'::text, 'processing'::text, 'ready'::text, 'failed'::text])));
alter table document_versions add constraint document_versions_summary_source_check CHECK ((summary_source = ANY (ARRAY['rules'::text, 'model'::text])));
alter table documents add constraint documents_collection FOREIGN KEY (org_id, collection_id) REFERENCES collections(org_id, id);
alter table documents add constraint documents_current FOREIGN KEY (org_id, current_version_id) REFERENCES document_versions(org_id, id) ON DELETE SET NULL (current_version_id);
alter table documents add constraint documents_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table documents add constraint documents_pkey PRIMARY KEY (org_id, id);
alter table documents add constraint documents_state_check CHECK ((state = ANY (ARRAY['stored'::text, 'processing'::text, 'ready'::text, 'failed'::text])));
alter table duplicate_pairs add constraint duplicate_pairs_check CHECK ((first_id < second_id));
alter table duplicate_pairs add constraint duplicate_pairs_org_id_first_id_fkey FOREIGN KEY (org_id, first_id) REFERENCES contacts(org_id, id) ON DELETE CASCADE;
alter table duplicate_pairs add constraint duplicate_pairs_org_id_first_id_second_id_key UNIQUE (org_id, first_id, second_id);
alter table duplicate_pairs add constraint duplicate_pairs_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table duplicate_pairs add constraint duplicate_pairs_org_id_second_id_fkey FOREIGN KEY (org_id, second_id) REFERENCES contacts(org_id, id) ON DELETE CASCADE;
alter table duplicate_pairs add constraint duplicate_pairs_pkey PRIMARY KEY (org_id, id);
alter table duplicate_pairs add constraint duplicate_pairs_score_check CHECK (((score >= 1) AND (score <= 100)));
alter table duplicate_pairs add constraint duplicate_pairs_state_check CHECK ((state = ANY (ARRAY['open'::text, 'dismissed'::text, 'merged'::text])));
alter table enrollments add constraint enrollments_org_id_contact_id_fkey FOREIGN KEY (org_id, contact_id) REFERENCES contacts(org_id, id) ON DELETE CASCADE;
alter table enrollments add constraint enrollments_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table enrollments add constraint enrollments_org_id_lead_id_fkey FOREIGN KEY (org_id, lead_id) REFERENCES leads(org_id, id) ON DELETE CASCADE;
alter table enrollments add constraint enrollments_org_id_location_id_fkey FOREIGN KEY (org_id, location_id) REFERENCES locations(org_id, id) ON DELETE CASCADE;
alter table enrollments add constraint enrollments_org_id_sequence_version_id_fkey FOREIGN KEY (org_id, sequence_version_id) REFERENCES sequence_versions(org_id, id);
alter table enrollments add constraint enrollments_pkey PRIMARY KEY (org_id, id);
alter table enrollments add constraint enrollments_state_check CHECK ((state = ANY (ARRAY['running'::text, 'paused'::text, 'stopped'::text, 'finished'::text])));
alter table erasures add constraint erasures_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table erasures add constraint erasures_pkey PRIMARY KEY (org_id, id);
alter table erasures add constraint erasures_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text])));
alter table events add constraint events_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['member'::text, 'agent'::text, 'workflow'::text, 'customer'::text, 'webhook'::text, 'system'::text, 'api-key'::text])));
alter table events add constraint events_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table events add constraint events_pkey PRIMARY KEY (org_id, id);
alter table file_chunks add constraint file_chunks_org_id_file_id_fkey FOREIGN KEY (org_id, file_id) REFERENCES files(org_id, id) ON DELETE CASCADE;
alter table file_chunks add constraint file_chunks_pkey PRIMARY KEY (org_id, file_id, "position");
alter table file_chunks add constraint file_chunks_position_check CHECK (("position" >= 0));
alter table files add constraint files_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table files add constraint files_pkey PRIMARY KEY (org_id, id);
alter table files add constraint files_size_check CHECK ((size >= 0));
alter table guided_messages add constraint guided_messages_author_check CHECK ((author = ANY (ARRAY['member'::text, 'assistant'::text])));
alter table guided_messages add constraint guided_messages_org_id_thread_id_fkey FOREIGN KEY (org_id, thread_id) REFERENCES guided_threads(org_id, id) ON DELETE CASCADE;
alter table guided_messages add constraint guided_messages_pkey PRIMARY KEY (org_id, id);
alter table guided_messages add constraint guided_messages_source_check CHECK ((source = ANY (ARRAY['member'::text, 'fixed'::text, 'model'::text, 'rules'::text, 'action'::text])));
alter table guided_threads add constraint guided_threads_org_id_run_id_fkey FOREIGN KEY (org_id, run_id) REFERENCES workflow_runs(org_id, id) ON DELETE CASCADE;
alter table guided_threads add constraint guided_threads_pkey PRIMARY KEY (org_id, id);
alter table guided_threads add constraint guided_threads_state_check CHECK ((state = ANY (ARRAY['open'::text, 'completed'::text, 'closed'::text])));
alter table idempotency_keys add constraint idempotency_keys_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table idempotency_keys add constraint idempotency_keys_pkey PRIMARY KEY (org_id, actor, key);
alter table identity_tokens add constraint identity_tokens_kind_check CHECK ((kind = ANY (ARRAY['verify-email'::text, 'reset-password'::text])));
alter table identity_tokens add constraint identity_tokens_pkey PRIMARY KEY (token_hash);
alter table identity_tokens add constraint identity_tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
alter table import_refusals add constraint import_refusals_org_id_batch_id_fkey FOREIGN KEY (org_id, batch_id) REFERENCES change_batches(org_id, id) ON DELETE CASCADE;
alter table import_refusals add constraint import_refusals_pkey PRIMARY KEY (org_id, batch_id, line);
alter table inbound_addresses add constraint inbound_addresses_channel_address_key UNIQUE (channel, address);
alter table inbound_addresses add constraint inbound_addresses_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text])));
alter table inbound_addresses add constraint inbound_addresses_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table inbound_addresses add constraint inbound_addresses_org_id_location_id_fkey FOREIGN KEY (org_id, location_id) REFERENCES locations(org_id, id) ON DELETE SET NULL (location_id);
alter table inbound_addresses add constraint inbound_addresses_pkey PRIMARY KEY (org_id, id);
alter table invitations add constraint invitations_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table invitations add constraint invitations_pkey PRIMARY KEY (org_id, id);
alter table invitations add constraint invitations_role_check CHECK ((role = ANY (ARRAY['admin'::text, 'manager'::text, 'user'::text, 'viewer'::text, 'owner'::text])));
alter table invitations add constraint invitations_token_hash_key UNIQUE (token_hash);
alter table kept_figures add constraint kept_figures_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table kept_figures add constraint kept_figures_pkey PRIMARY KEY (org_id, name);
alter table knowledge_questions add constraint knowledge_questions_asked_in_check CHECK ((asked_in = ANY (ARRAY['knowledge'::text, 'chat'::text])));
alter table knowledge_questions add constraint knowledge_questions_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table knowledge_questions add constraint knowledge_questions_org_id_member_id_fkey FOREIGN KEY (org_id, member_id) REFERENCES memberships(org_id, id) ON DELETE SET NULL (member_id);
alter table knowledge_questions add constraint knowledge_questions_outcome_check CHECK ((outcome = ANY (ARRAY['answered'::text, 'missing'::text])));
alter table knowledge_questions add constraint knowledge_questions_pkey PRIMARY KEY (org_id, id);
alter table knowledge_questions add constraint knowledge_questions_question_check CHECK ((question <> ''::text));
alter table knowledge_questions add constraint knowledge_questions_source_check CHECK ((source = ANY (ARRAY['rules'::text, 'model'::text])));
alter table knowledge_questions add constraint knowledge_questions_thumb_check CHECK ((thumb = ANY (ARRAY['up'::text, 'down'::text])));
alter table knowledge_totals add constraint knowledge_totals_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table knowledge_totals add constraint knowledge_totals_pkey PRIMARY KEY (org_id);
alter table knowledge_words add constraint knowledge_words_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table knowledge_words add constraint knowledge_words_pkey PRIMARY KEY (org_id, word);
alter table leads add constraint leads_org_id_connection_id_fkey FOREIGN KEY (org_id, connection_id) REFERENCES shop_connections(org_id, id) ON DELETE SET NULL (connection_id);
alter table leads add constraint leads_org_id_contact_id_fkey FOREIGN KEY (org_id, contact_id) REFERENCES contacts(org_id, id) ON DELETE CASCADE;
alter table leads add constraint leads_org_id_conversation_id_fkey FOREIGN KEY (org_id, conversation_id) REFERENCES conversations(org_id, id) ON DELETE SET NULL (conversation_id);
alter table leads add constraint leads_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table leads add constraint leads_org_id_location_id_fkey FOREIGN KEY (org_id, location_id) REFERENCES locations(org_id, id);
alter table leads add constraint leads_org_id_owner_id_fkey FOREIGN KEY (org_id, owner_id) REFERENCES memberships(org_id, id) ON DELETE SET NULL (owner_id);
alter table leads add constraint leads_org_id_vehicle_id_fkey FOREIGN KEY (org_id, vehicle_id) REFERENCES vehicles(org_id, id) ON DELETE SET NULL (vehicle_id);
alter table leads add constraint leads_pkey PRIMARY KEY (org_id, id);
alter table leads add constraint leads_source_check CHECK ((source = ANY (ARRAY['shop'::text, 'form'::text, 'chat'::text, 'api'::text, 'member'::text, 'email'::text, 'sms'::text])));
alter table leads add constraint leads_state_check CHECK ((state = ANY (ARRAY['new'::text, 'contacted'::text, 'engaged'::text, 'booked'::text, 'won'::text, 'lost'::text])));
alter table locations add constraint locations_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table locations add constraint locations_org_id_slug_key UNIQUE (org_id, slug);
alter table locations add constraint locations_pkey PRIMARY KEY (org_id, id);
alter table locations add constraint locations_slug_check CHECK ((slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text));
alter table memberships add constraint memberships_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table memberships add constraint memberships_org_id_user_id_key UNIQUE (org_id, user_id);
alter table memberships add constraint memberships_pkey PRIMARY KEY (org_id, id);
alter table memberships add constraint memberships_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'admin'::text, 'manager'::text, 'user'::text, 'viewer'::text])));
alter table memberships add constraint memberships_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
alter table merges add constraint merges_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table merges add constraint merges_org_id_merged_id_fkey FOREIGN KEY (org_id, merged_id) REFERENCES contacts(org_id, id) ON DELETE CASCADE;
alter table merges add constraint merges_org_id_survivor_id_fkey FOREIGN KEY (org_id, survivor_id) REFERENCES contacts(org_id, id) ON DELETE CASCADE;
alter table merges add constraint merges_pkey PRIMARY KEY (org_id, id);
alter table message_template_versions add constraint message_template_versions_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table message_template_versions add constraint message_template_versions_org_id_template_id_fkey FOREIGN KEY (org_id, template_id) REFERENCES message_templates(org_id, id) ON DELETE CASCADE;
alter table message_template_versions add constraint message_template_versions_org_id_template_id_number_key UNIQUE (org_id, template_id, number);
alter table message_template_versions add constraint message_template_versions_pkey PRIMARY KEY (org_id, id);
alter table message_templates add constraint message_templates_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text])));
alter table message_templates add constraint message_templates_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table message_templates add constraint message_templates_org_id_name_key UNIQUE (org_id, name);
alter table message_templates add constraint message_templates_pkey PRIMARY KEY (org_id, id);
alter table messages add constraint messages_author_kind_check CHECK ((author_kind = ANY (ARRAY['member'::text, 'agent'::text, 'assistant'::text, 'customer'::text, 'system'::text, 'workflow'::text])));
alter table messages add constraint messages_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text, 'chat'::text, 'push'::text, 'webhook'::text])));
alter table messages add constraint messages_direction_check CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text])));
alter table messages add constraint messages_lead_fk FOREIGN KEY (org_id, lead_id) REFERENCES leads(org_id, id) ON DELETE SET NULL (lead_id);
alter table messages add constraint messages_org_id_contact_id_fkey FOREIGN KEY (org_id, contact_id) REFERENCES contacts(org_id, id) ON DELETE SET NULL (contact_id);
alter table messages add constraint messages_org_id_conversation_id_fkey FOREIGN KEY (org_id, conversation_id) REFERENCES conversations(org_id, id) ON DELETE CASCADE;
alter table messages add constraint messages_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table messages add constraint messages_org_id_location_id_fkey FOREIGN KEY (org_id, location_id) REFERENCES locations(org_id, id) ON DELETE SET NULL (location_id);
alter table messages add constraint messages_org_id_template_version_id_fkey FOREIGN KEY (org_id, template_version_id) REFERENCES message_template_versions(org_id, id);
alter table messages add constraint messages_pkey PRIMARY KEY (org_id, id);
alter table messages add constraint messages_source_check CHECK ((source = ANY (ARRAY['model'::text, 'rules'::text, 'member'::text])));
alter table messages add constraint messages_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'held'::text, 'scheduled'::text, 'queued'::text, 'sending'::text, 'sent'::text, 'delivered'::text, 'bounced'::text, 'failed'::text, 'suppressed'::text, 'uncertain'::text, 'received'::text])));
alter table notes add constraint notes_kind_check CHECK ((kind = ANY (ARRAY['note'::text, 'call'::text, 'meeting'::text])));
alter table notes add constraint notes_minutes_check CHECK ((minutes > 0));
alter table notes add constraint notes_org_id_author_id_fkey FOREIGN KEY (org_id, author_id) REFERENCES memberships(org_id, id) ON DELETE SET NULL (author_id);
alter table notes add constraint notes_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table notes add constraint notes_pkey PRIMARY KEY (org_id, id);
alter table notes add constraint notes_subject_type_check CHECK ((subject_type = ANY (ARRAY['contact'::text, 'account'::text, 'deal'::text, 'project'::text, 'lead'::text, 'task'::text])));
alter table organisations add constraint organisations_pkey PRIMARY KEY (id);
alter table organisations add constraint organisations_plan_check CHECK ((plan = ANY (ARRAY['FREE'::text, 'STARTER'::text, 'PROFESSIONAL'::text, 'ENTERPRISE'::text])));
alter table organisations add constraint organisations_slug_check CHECK ((slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text));
alter table organisations add constraint organisations_slug_key UNIQUE (slug);
alter table passage_vectors add constraint passage_vectors_org_id_passage_id_fkey FOREIGN KEY (org_id, passage_id) REFERENCES passages(org_id, id) ON DELETE CASCADE;
alter table passage_vectors add constraint passage_vectors_pkey PRIMARY KEY (org_id, passage_id);
alter table passages add constraint passages_length_check CHECK ((length > 0));
alter table passages add constraint passages_org_id_document_id_fkey FOREIGN KEY (org_id, document_id) REFERENCES documents(org_id, id) ON DELETE CASCADE;
alter table passages add constraint passages_org_id_version_id_fkey FOREIGN KEY (org_id, version_id) REFERENCES document_versions(org_id, id) ON DELETE CASCADE;
alter table passages add constraint passages_org_id_version_id_position_key UNIQUE (org_id, version_id, "position");
alter table passages add constraint passages_pkey PRIMARY KEY (org_id, id);
alter table pipeline_stages add constraint pipeline_stages_ages_after_days_check CHECK ((ages_after_days > 0));
alter table pipeline_stages add constraint pipeline_stages_most_check CHECK ((most > 0));
alter table pipeline_stages add constraint pipeline_stages_name_check CHECK ((name <> ''::text));
alter table pipeline_stages add constraint pipeline_stages_org_id_pipeline_id_fkey FOREIGN KEY (org_id, pipeline_id) REFERENCES pipelines(org_id, id) ON DELETE CASCADE;
alter table pipeline_stages add constraint pipeline_stages_org_id_pipeline_id_id_key UNIQUE (org_id, pipeline_id, id);
alter table pipeline_stages add constraint pipeline_stages_outcome_check CHECK ((outcome = ANY (ARRAY['open'::text, 'won'::text, 'lost'::text])));
alter table pipeline_stages add constraint pipeline_stages_pkey PRIMARY KEY (org_id, id);
alter table pipeline_stages add constraint pipeline_stages_probability_check CHECK (((probability >= 0) AND (probability <= 100)));
alter table pipelines add constraint pipelines_kind_check CHECK ((kind = ANY (ARRAY['deal'::text, 'intake'::text])));
alter table pipelines add constraint pipelines_name_check CHECK ((name <> ''::text));
alter table pipelines add constraint pipelines_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table pipelines add constraint pipelines_pkey PRIMARY KEY (org_id, id);
alter table play_actions add constraint play_actions_org_id_member_id_fkey FOREIGN KEY (org_id, member_id) REFERENCES memberships(org_id, id) ON DELETE SET NULL (member_id);
alter table play_actions add constraint play_actions_org_id_play_id_fkey FOREIGN KEY (org_id, play_id) REFERENCES plays(org_id, id) ON DELETE CASCADE;
alter table play_actions add constraint play_actions_pkey PRIMARY KEY (org_id, id);
alter table play_rules add constraint play_rules_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table play_rules add constraint play_rules_pkey PRIMARY KEY (org_id, version);
alter table play_rules add constraint play_rules_version_check CHECK ((version > 0));
alter table play_workflows add constraint play_workflows_org_id_workflow_id_fkey FOREIGN KEY (org_id, workflow_id) REFERENCES workflows(org_id, id) ON DELETE CASCADE;
alter table play_workflows add constraint play_workflows_pkey PRIMARY KEY (org_id, type, stage);
alter table plays add constraint plays_org_id_account_id_fkey FOREIGN KEY (org_id, account_id) REFERENCES accounts(org_id, id) ON DELETE CASCADE;
alter table plays add constraint plays_org_id_escalated_to_fkey FOREIGN KEY (org_id, escalated_to) REFERENCES memberships(org_id, id) ON DELETE SET NULL (escalated_to);
alter table plays add constraint plays_org_id_owner_id_fkey FOREIGN KEY (org_id, owner_id) REFERENCES memberships(org_id, id) ON DELETE SET NULL (owner_id);
alter table plays add constraint plays_pkey PRIMARY KEY (org_id, id);
alter table plays add constraint plays_priority_check CHECK (((priority >= 0) AND (priority <= 1000)));
alter table plays add constraint plays_state_check CHECK ((state = ANY (ARRAY['open'::text, 'snoozed'::text, 'scheduled'::text, 'done'::text, 'skipped'::text, 'closed'::text])));
alter table plays add constraint plays_type_check CHECK ((type = ANY (ARRAY['renewal'::text, 'risk'::text, 'opportunity'::text, 'strategic'::text])));
alter table pricing_limits add constraint pricing_limits_check CHECK ((least_uplift <= most_uplift));
alter table pricing_limits add constraint pricing_limits_least_uplift_check CHECK (((least_uplift >= '-10000'::integer) AND (least_uplift <= 100000)));
alter table pricing_limits add constraint pricing_limits_most_discount_check CHECK (((most_discount >= 0) AND (most_discount <= 10000)));
alter table pricing_limits add constraint pricing_limits_most_uplift_check CHECK (((most_uplift >= '-10000'::integer) AND (most_uplift <= 100000)));
alter table pricing_limits add constraint pricing_limits_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table pricing_limits add constraint pricing_limits_pkey PRIMARY KEY (org_id);
alter table projects add constraint projects_contact FOREIGN KEY (org_id, contact_id) REFERENCES contacts(org_id, id) ON DELETE SET NULL (contact_id);
alter table projects add constraint projects_org_id_account_id_fkey FOREIGN KEY (org_id, account_id) REFERENCES accounts(org_id, id) ON DELETE SET NULL (account_id);
alter table projects add constraint projects_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table projects add constraint projects_org_id_owner_id_fkey FOREIGN KEY (org_id, owner_id) REFERENCES memberships(org_id, id) ON DELETE SET NULL (owner_id);
alter table projects add constraint projects_pkey PRIMARY KEY (org_id, id);
alter table projects add constraint projects_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'active'::text, 'paused'::text, 'done'::text, 'cancelled'::text])));
alter table public_links add constraint public_links_kind_check CHECK ((kind = ANY (ARRAY['chat'::text, 'appointment'::text, 'unsubscribe'::text])));
alter table public_links add constraint public_links_org_id_contact_id_fkey FOREIGN KEY (org_id, contact_id) REFERENCES contacts(org_id, id) ON DELETE CASCADE;
alter table public_links add constraint public_links_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table public_links add constraint public_links_pkey PRIMARY KEY (org_id, id);
alter table public_links add constraint public_links_token_hash_key UNIQUE (token_hash);
alter table rate_limits add constraint rate_limits_pkey PRIMARY KEY (bucket);
alter table record_insights add constraint record_insights_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table record_insights add constraint record_insights_pkey PRIMARY KEY (org_id, record_type, record_id);
alter table record_insights add constraint record_insights_record_type_check CHECK ((record_type = ANY (ARRAY['contact'::text, 'account'::text])));
alter table record_insights add constraint record_insights_source_check CHECK ((source = ANY (ARRAY['model'::text, 'rules'::text])));
alter table record_links add constraint record_links_from_type_check CHECK ((from_type = ANY (ARRAY['contact'::text, 'account'::text, 'deal'::text, 'project'::text])));
alter table record_links add constraint record_links_label_check CHECK ((label <> ''::text));
alter table record_links add constraint record_links_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table record_links add constraint record_links_org_id_from_type_from_id_to_type_to_id_label_key UNIQUE (org_id, from_type, from_id, to_type, to_id, label);
alter table record_links add constraint record_links_pkey PRIMARY KEY (org_id, id);
alter table record_links add constraint record_links_to_type_check CHECK ((to_type = ANY (ARRAY['contact'::text, 'account'::text, 'deal'::text, 'project'::text])));
alter table record_tags add constraint record_tags_org_id_tag_id_fkey FOREIGN KEY (org_id, tag_id) REFERENCES tags(org_id, id) ON DELETE CASCADE;
alter table record_tags add constraint record_tags_pkey PRIMARY KEY (org_id, record_type, record_id, tag_id);
alter table record_tags add constraint record_tags_record_type_check CHECK ((record_type = ANY (ARRAY['contact'::text, 'account'::text, 'deal'::text, 'project'::text])));
alter table removed_record_tags add constraint removed_record_tags_org_id_tag_id_fkey FOREIGN KEY (org_id, tag_id) REFERENCES removed_tags(org_id, id) ON DELETE CASCADE;
alter table removed_record_tags add constraint removed_record_tags_pkey PRIMARY KEY (org_id, tag_id, record_type, record_id);
alter table removed_record_tags add constraint removed_record_tags_record_type_check CHECK ((record_type = ANY (ARRAY['contact'::text, 'account'::text, 'deal'::text, 'project'::text])));
alter table removed_tags add constraint removed_tags_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table removed_tags add constraint removed_tags_pkey PRIMARY KEY (org_id, id);
alter table saved_views add constraint saved_views_name_check CHECK ((name <> ''::text));
alter table saved_views add constraint saved_views_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table saved_views add constraint saved_views_org_id_owner_id_fkey FOREIGN KEY (org_id, owner_id) REFERENCES memberships(org_id, id) ON DELETE CASCADE;
alter table saved_views add constraint saved_views_pkey PRIMARY KEY (org_id, id);
alter table saved_views add constraint saved_views_record_type_check CHECK ((record_type = ANY (ARRAY['contact'::text, 'account'::text, 'deal'::text, 'project'::text, 'task'::text, 'lead'::text])));
alter table schedules add constraint schedules_buffer_after_minutes_check CHECK (((buffer_after_minutes >= 0) AND (buffer_after_minutes <= 1440)));
alter table schedules add constraint schedules_buffer_before_minutes_check CHECK (((buffer_before_minutes >= 0) AND (buffer_before_minutes <= 1440)));
alter table schedules add constraint schedules_capacity_check CHECK (((capacity >= 1) AND (capacity <= 100)));
alter table schedules add constraint schedules_check CHECK ((num_nonnulls(location_id, member_id) = 1));
alter table schedules add constraint schedules_horizon_days_check CHECK (((horizon_days >= 1) AND (horizon_days <= 730)));
alter table schedules add constraint schedules_minimum_notice_minutes_check CHECK ((minimum_notice_minutes >= 0));
alter table schedules add constraint schedules_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table schedules add constraint schedules_org_id_location_id_fkey FOREIGN KEY (org_id, location_id) REFERENCES locations(org_id, id) ON DELETE CASCADE;
alter table schedules add constraint schedules_org_id_location_id_key UNIQUE (org_id, location_id);
alter table schedules add constraint schedules_org_id_member_id_fkey FOREIGN KEY (org_id, member_id) REFERENCES memberships(org_id, id) ON DELETE CASCADE;
alter table schedules add constraint schedules_org_id_member_id_key UNIQUE (org_id, member_id);
alter table schedules add constraint schedules_pkey PRIMARY KEY (org_id, id);
alter table schedules add constraint schedules_step_minutes_check CHECK (((step_minutes >= 5) AND (step_minutes <= 1440)));
alter table schema_migrations add constraint schema_migrations_pkey PRIMARY KEY (name);
alter table scoring_rules add constraint scoring_rules_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table scoring_rules add constraint scoring_rules_pkey PRIMARY KEY (org_id);
alter table security_events add constraint security_events_pkey PRIMARY KEY (id);
alter table sequence_versions add constraint sequence_versions_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table sequence_versions add constraint sequence_versions_org_id_sequence_id_fkey FOREIGN KEY (org_id, sequence_id) REFERENCES sequences(org_id, id) ON DELETE CASCADE;
alter table sequence_versions add constraint sequence_versions_org_id_sequence_id_number_key UNIQUE (org_id, sequence_id, number);
alter table sequence_versions add constraint sequence_versions_pkey PRIMARY KEY (org_id, id);
alter table sequences add constraint sequences_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table sequences add constraint sequences_org_id_location_id_fkey FOREIGN KEY (org_id, location_id) REFERENCES locations(org_id, id) ON DELETE CASCADE;
alter table sequences add constraint sequences_org_id_published_version_id_fkey FOREIGN KEY (org_id, published_version_id) REFERENCES sequence_versions(org_id, id);
alter table sequences add constraint sequences_pkey PRIMARY KEY (org_id, id);
alter table services add constraint services_duration_minutes_check CHECK (((duration_minutes >= 1) AND (duration_minutes <= 14400)));
alter table services add constraint services_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table services add constraint services_org_id_location_id_fkey FOREIGN KEY (org_id, location_id) REFERENCES locations(org_id, id) ON DELETE CASCADE;
alter table services add constraint services_org_id_location_id_source_external_id_key UNIQUE (org_id, location_id, source, external_id);
alter table services add constraint services_pkey PRIMARY KEY (org_id, id);
alter table services add constraint services_price_cents_check CHECK ((price_cents >= 0));
alter table sessions add constraint sessions_id_key UNIQUE (id);
alter table sessions add constraint sessions_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE SET NULL;
alter table sessions add constraint sessions_pkey PRIMARY KEY (token_hash);
alter table sessions add constraint sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
alter table shop_connections add constraint shop_connections_kind_check CHECK ((kind = ANY (ARRAY['shopmonkey'::text, 'generic'::text])));
alter table shop_connections add constraint shop_connections_lookback_days_check CHECK (((lookback_days >= 0) AND (lookback_days <= 90)));
alter table shop_connections add constraint shop_connections_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table shop_connections add constraint shop_connections_pkey PRIMARY KEY (org_id, id);
alter table shop_deliveries add constraint shop_deliveries_org_id_connection_id_delivery_key_key UNIQUE (org_id, connection_id, delivery_key);
alter table shop_deliveries add constraint shop_deliveries_org_id_connection_id_fkey FOREIGN KEY (org_id, connection_id) REFERENCES shop_connections(org_id, id) ON DELETE CASCADE;
alter table shop_deliveries add constraint shop_deliveries_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table shop_deliveries add constraint shop_deliveries_pkey PRIMARY KEY (org_id, id);
alter table shop_deliveries add constraint shop_deliveries_state_check CHECK ((state = ANY (ARRAY['received'::text, 'processed'::text, 'ignored'::text, 'rejected'::text, 'failed'::text])));
alter table shop_deliveries add constraint shop_deliveries_via_check CHECK ((via = ANY (ARRAY['webhook'::text, 'poll'::text, 'replay'::text])));
alter table shop_locations add constraint shop_locations_currency_check CHECK ((length(currency) = 3));
alter table shop_locations add constraint shop_locations_org_id_connection_id_fkey FOREIGN KEY (org_id, connection_id) REFERENCES shop_connections(org_id, id) ON DELETE CASCADE;
alter table shop_locations add constraint shop_locations_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table shop_locations add constraint shop_locations_org_id_location_id_fkey FOREIGN KEY (org_id, location_id) REFERENCES locations(org_id, id) ON DELETE SET NULL (location_id);
alter table shop_locations add constraint shop_locations_pkey PRIMARY KEY (org_id, connection_id, external_id);
alter table success_actions add constraint success_actions_act_check CHECK ((act = ANY (ARRAY['snooze'::text, 'skip'::text, 'escalate'::text, 'schedule'::text])));
alter table success_actions add constraint success_actions_days_check CHECK (((days >= 1) AND (days <= 365)));
alter table success_actions add constraint success_actions_label_check CHECK ((label <> ''::text));
alter table success_actions add constraint success_actions_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table success_actions add constraint success_actions_org_id_member_id_fkey FOREIGN KEY (org_id, member_id) REFERENCES memberships(org_id, id) ON DELETE SET NULL (member_id);
alter table success_actions add constraint success_actions_pkey PRIMARY KEY (org_id, id);
alter table suppressions add constraint suppressions_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text])));
alter table suppressions add constraint suppressions_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table suppressions add constraint suppressions_pkey PRIMARY KEY (org_id, channel, address);
alter table suppressions add constraint suppressions_reason_check CHECK ((reason = ANY (ARRAY['unsubscribed'::text, 'stop'::text, 'bounced'::text, 'complained'::text, 'member'::text, 'erased'::text])));
alter table system_mail add constraint system_mail_kind_check CHECK ((kind = ANY (ARRAY['verify-email'::text, 'reset-password'::text, 'invitation'::text, 'password-changed'::text, 'account-exists'::text])));
alter table system_mail add constraint system_mail_pkey PRIMARY KEY (id);
alter table system_mail add constraint system_mail_state_check CHECK ((state = ANY (ARRAY['held'::text, 'queued'::text, 'sending'::text, 'sent'::text, 'failed'::text, 'uncertain'::text])));
alter table tags add constraint tags_name_check CHECK ((name <> ''::citext));
alter table tags add constraint tags_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table tags add constraint tags_org_id_name_key UNIQUE (org_id, name);
alter table tags add constraint tags_pkey PRIMARY KEY (org_id, id);
alter table tasks add constraint tasks_check CHECK (((member_id IS NULL) OR (agent_id IS NULL)));
alter table tasks add constraint tasks_org_id_agent_id_fkey FOREIGN KEY (org_id, agent_id) REFERENCES agents(org_id, id) ON DELETE SET NULL (agent_id);
alter table tasks add constraint tasks_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table tasks add constraint tasks_org_id_member_id_fkey FOREIGN KEY (org_id, member_id) REFERENCES memberships(org_id, id) ON DELETE SET NULL (member_id);
alter table tasks add constraint tasks_pkey PRIMARY KEY (org_id, id);
alter table tasks add constraint tasks_priority_check CHECK ((priority = ANY (ARRAY['low'::text, 'normal'::text, 'high'::text, 'urgent'::text])));
alter table tasks add constraint tasks_state_before_check CHECK ((state_before = ANY (ARRAY['open'::text, 'done'::text, 'skipped'::text])));
alter table tasks add constraint tasks_state_check CHECK ((state = ANY (ARRAY['open'::text, 'done'::text, 'skipped'::text, 'trashed'::text])));
alter table touches add constraint touches_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text])));
alter table touches add constraint touches_org_id_enrollment_id_fkey FOREIGN KEY (org_id, enrollment_id) REFERENCES enrollments(org_id, id) ON DELETE CASCADE;
alter table touches add constraint touches_org_id_enrollment_id_position_key UNIQUE (org_id, enrollment_id, "position");
alter table touches add constraint touches_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table touches add constraint touches_org_id_message_id_fkey FOREIGN KEY (org_id, message_id) REFERENCES messages(org_id, id) ON DELETE SET NULL (message_id);
alter table touches add constraint touches_pkey PRIMARY KEY (org_id, id);
alter table touches add constraint touches_status_check CHECK ((status = ANY (ARRAY['scheduled'::text, 'held'::text, 'sending'::text, 'sent'::text, 'delivered'::text, 'failed'::text, 'skipped'::text, 'cancelled'::text])));
alter table users add constraint users_email_key UNIQUE (email);
alter table users add constraint users_last_org_id_fkey FOREIGN KEY (last_org_id) REFERENCES organisations(id) ON DELETE SET NULL;
alter table users add constraint users_pkey PRIMARY KEY (id);
alter table users add constraint users_theme_check CHECK ((theme = ANY (ARRAY['system'::text, 'light'::text, 'dark'::text])));
alter table vehicles add constraint vehicles_org_id_contact_id_fkey FOREIGN KEY (org_id, contact_id) REFERENCES contacts(org_id, id) ON DELETE CASCADE;
alter table vehicles add constraint vehicles_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table vehicles add constraint vehicles_org_id_source_external_id_key UNIQUE (org_id, source, external_id);
alter table vehicles add constraint vehicles_pkey PRIMARY KEY (org_id, id);
alter table web_pages add constraint web_pages_org_id_document_id_fkey FOREIGN KEY (org_id, document_id) REFERENCES documents(org_id, id) ON DELETE CASCADE;
alter table web_pages add constraint web_pages_pkey PRIMARY KEY (org_id, document_id);
alter table web_pages add constraint web_pages_url_check CHECK (((length(url) >= 8) AND (length(url) <= 2000)));
alter table workflow_comparisons add constraint workflow_comparisons_org_id_workflow_id_fkey FOREIGN KEY (org_id, workflow_id) REFERENCES workflows(org_id, id) ON DELETE CASCADE;
alter table workflow_comparisons add constraint workflow_comparisons_pkey PRIMARY KEY (org_id, id);
alter table workflow_comparisons add constraint workflow_comparisons_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text])));
alter table workflow_runs add constraint workflow_runs_org_id_workflow_id_version_number_fkey FOREIGN KEY (org_id, workflow_id, version_number) REFERENCES workflow_versions(org_id, workflow_id, number) ON DELETE CASCADE;
alter table workflow_runs add constraint workflow_runs_pkey PRIMARY KEY (org_id, id);
alter table workflow_runs add constraint workflow_runs_state_check CHECK ((state = ANY (ARRAY['held'::text, 'running'::text, 'waiting'::text, 'paused'::text, 'succeeded'::text, 'failed'::text, 'cancelled'::text])));
alter table workflow_steps add constraint workflow_steps_org_id_run_id_fkey FOREIGN KEY (org_id, run_id) REFERENCES workflow_runs(org_id, id) ON DELETE CASCADE;
alter table workflow_steps add constraint workflow_steps_pkey PRIMARY KEY (org_id, run_id, id);
alter table workflow_steps add constraint workflow_steps_state_check CHECK ((state = ANY (ARRAY['ready'::text, 'busy'::text, 'waiting'::text, 'joining'::text, 'looping'::text, 'done'::text, 'failed'::text, 'cancelled'::text, 'joined'::text])));
alter table workflow_steps add constraint workflow_steps_wait_kind_check CHECK ((wait_kind = ANY (ARRAY['time'::text, 'event'::text, 'person'::text, 'run'::text, 'retry'::text])));
alter table workflow_triggers add constraint workflow_triggers_kind_check CHECK ((kind = ANY (ARRAY['manual'::text, 'schedule'::text, 'event'::text, 'webhook'::text])));
alter table workflow_triggers add constraint workflow_triggers_org_id_workflow_id_fkey FOREIGN KEY (org_id, workflow_id) REFERENCES workflows(org_id, id) ON DELETE CASCADE;
alter table workflow_triggers add constraint workflow_triggers_pkey PRIMARY KEY (org_id, workflow_id);
alter table workflow_versions add constraint workflow_versions_number_check CHECK ((number > 0));
alter table workflow_versions add constraint workflow_versions_org_id_published_by_fkey FOREIGN KEY (org_id, published_by) REFERENCES memberships(org_id, id) ON DELETE SET NULL (published_by);
alter table workflow_versions add constraint workflow_versions_org_id_workflow_id_fkey FOREIGN KEY (org_id, workflow_id) REFERENCES workflows(org_id, id) ON DELETE CASCADE;
alter table workflow_versions add constraint workflow_versions_pkey PRIMARY KEY (org_id, workflow_id, number);
alter table workflows add constraint workflows_most_per_key_check CHECK ((most_per_key > 0));
alter table workflows add constraint workflows_most_per_minute_check CHECK ((most_per_minute > 0));
alter table workflows add constraint workflows_most_running_check CHECK ((most_running > 0));
alter table workflows add constraint workflows_name_check CHECK ((name <> ''::text));
alter table workflows add constraint workflows_org_id_created_by_fkey FOREIGN KEY (org_id, created_by) REFERENCES memberships(org_id, id) ON DELETE SET NULL (created_by);
alter table workflows add constraint workflows_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(id) ON DELETE CASCADE;
alter table workflows add constraint workflows_pkey PRIMARY KEY (org_id, id);
alter table workflows add constraint workflows_when_full_check CHECK ((when_full = ANY (ARRAY['wait'::text, 'skip'::text])));

CREATE INDEX account_contracts_of_account ON public.account_contracts USING btree (org_id, account_id, "position", id);
CREATE UNIQUE INDEX account_contracts_pkey ON public.account_contracts USING btree (org_id, id);
CREATE INDEX account_deliveries_of_hook ON public.account_deliveries USING btree (org_id, hook_id, id DESC);
CREATE INDEX account_deliveries_old ON public.account_deliveries USING btree (received_at);
CREATE UNIQUE INDEX account_deliveries_org_id_hook_id_delivery_key_key ON public.account_deliveries USING btree (org_id, hook_id, delivery_key);
CREATE UNIQUE INDEX account_deliveries_pkey ON public.account_deliveries USING btree (org_id, id);
CREATE UNIQUE INDEX account_facts_pkey ON public.account_facts USING btree (org_id, account_id);
CREATE UNIQUE INDEX account_hooks_pkey ON public.account_hooks USING btree (org_id, id);
CREATE INDEX account_scores_of_account ON public.account_scores USING btree (org_id, account_id, at, id);
CREATE UNIQUE INDEX account_scores_pkey ON public.account_scores USING btree (org_id, id);
CREATE INDEX account_stakeholders_of_account ON public.account_stakeholders USING btree (org_id, account_id, "position", id);
CREATE INDEX account_stakeholders_of_contact ON public.account_stakeholders USING btree (org_id, contact_id) WHERE (contact_id IS NOT NULL);
CREATE UNIQUE INDEX account_stakeholders_pkey ON public.account_stakeholders USING btree (org_id, id);
CREATE UNIQUE INDEX account_told_pkey ON public.account_told USING btree (org_id, account_id, field);
CREATE INDEX accounts_by_arr ON public.accounts USING btree (org_id, arr_cents, id) WHERE (deleted_at IS NULL);
CREATE INDEX accounts_by_change ON public.accounts USING btree (org_id, updated_at, id) WHERE (deleted_at IS NULL);
CREATE INDEX accounts_by_creation ON public.accounts USING btree (org_id, created_at, id) WHERE (deleted_at IS NULL);
CREATE INDEX accounts_by_health ON public.accounts USING btree (org_id, health, id) WHERE (deleted_at IS NULL);
CREATE INDEX accounts_by_lifecycle ON public.accounts USING btree (org_id, lifecycle, id) WHERE (deleted_at IS NULL);
CREATE INDEX accounts_by_name ON public.accounts USING btree (org_id, sort_name, id) WHERE (deleted_at IS NULL);
CREATE INDEX accounts_by_owner ON public.accounts USING btree (org_id, owner_id, id) WHERE (deleted_at IS NULL);
CREATE INDEX accounts_by_renewal ON public.accounts USING btree (org_id, renewal_on, id) WHERE (deleted_at IS NULL);
CREATE INDEX accounts_domain ON public.accounts USING btree (org_id, domain) WHERE ((domain IS NOT NULL) AND (deleted_at IS NULL));
CREATE INDEX accounts_lower_name ON public.accounts USING btree (org_id, lower(name)) WHERE (deleted_at IS NULL);
CREATE INDEX accounts_owner ON public.accounts USING btree (org_id, owner_id) WHERE (owner_id IS NOT NULL);
CREATE UNIQUE INDEX accounts_pkey ON public.accounts USING btree (org_id, id);
CREATE INDEX accounts_renewal ON public.accounts USING btree (org_id, renewal_on) WHERE (deleted_at IS NULL);
CREATE INDEX accounts_trash ON public.accounts USING btree (org_id, deleted_at, id) WHERE (deleted_at IS NOT NULL);
CREATE INDEX accounts_words ON public.accounts USING gin (org_id, account_words(name, domain, website, phone, industry, city, country) gin_trgm_ops) WHERE (deleted_at IS NULL);
CREATE UNIQUE INDEX agents_pkey ON public.agents USING btree (org_id, id);
CREATE UNIQUE INDEX ai_calls_pkey ON public.ai_calls USING btree (org_id, id);
CREATE INDEX ai_calls_recent ON public.ai_calls USING btree (org_id, at DESC, id DESC);
CREATE UNIQUE INDEX api_keys_key_hash_key ON public.api_keys USING btree (key_hash);
CREATE UNIQUE INDEX api_keys_pkey ON public.api_keys USING btree (org_id, id);
CREATE INDEX api_keys_recent ON public.api_keys USING btree (org_id, id DESC);
CREATE INDEX appointments_account_at ON public.appointments USING btree (org_id, account_id, created_at DESC, id DESC) WHERE (account_id IS NOT NULL);
CREATE INDEX appointments_busy ON public.appointments USING btree (org_id, resource_id, ends_at) WHERE (state = 'booked'::text);
CREATE INDEX appointments_calendar ON public.appointments USING btree (org_id, resource_id, ends_at);
CREATE INDEX appointments_contact_at ON public.appointments USING btree (org_id, contact_id, created_at DESC, id DESC) WHERE (contact_id IS NOT NULL);
CREATE UNIQUE INDEX appointments_external ON public.appointments USING btree (org_id, source, external_id) WHERE (external_id IS NOT NULL);
CREATE INDEX appointments_lead ON public.appointments USING btree (org_id, lead_id) WHERE (lead_id IS NOT NULL);
CREATE INDEX appointments_no_overlap ON public.appointments USING gist (org_id, resource_id, bay, during) WHERE ((state = 'booked'::text) AND (bay IS NOT NULL));
CREATE UNIQUE INDEX appointments_pkey ON public.appointments USING btree (org_id, id);
CREATE INDEX appointments_recent ON public.appointments USING btree (org_id, starts_at DESC, id DESC);
CREATE INDEX appointments_sync ON public.appointments USING btree (sync_state, updated_at) WHERE (sync_state = ANY (ARRAY['pending'::text, 'failed'::text]));
CREATE INDEX appointments_title_part ON public.appointments USING gin (org_id, lower(title) gin_trgm_ops);
CREATE UNIQUE INDEX approval_votes_pkey ON public.approval_votes USING btree (org_id, approval_id, member_id);
CREATE INDEX approvals_closed ON public.approvals USING btree (org_id, id) WHERE (state <> 'open'::text);
CREATE INDEX approvals_of_run ON public.approvals USING btree (org_id, run_id);
CREATE INDEX approvals_open ON public.approvals USING btree (org_id, id) WHERE (state = 'open'::text);
CREATE UNIQUE INDEX approvals_pkey ON public.approvals USING btree (org_id, id);
CREATE INDEX artifact_approvals_of_task ON public.artifact_approvals USING btree (org_id, task_id) WHERE (state = 'waiting'::text);
CREATE UNIQUE INDEX artifact_approvals_pkey ON public.artifact_approvals USING btree (org_id, artifact_id, number);
CREATE INDEX artifact_tasks_of_task ON public.artifact_tasks USING btree (org_id, task_id);
CREATE UNIQUE INDEX artifact_tasks_pkey ON public.artifact_tasks USING btree (org_id, artifact_id, item);
CREATE UNIQUE INDEX artifact_versions_pkey ON public.artifact_versions USING btree (org_id, artifact_id, number);
CREATE UNIQUE INDEX artifacts_form_key ON public.artifacts USING btree (org_id, form_key) WHERE (form_key IS NOT NULL);
CREATE INDEX artifacts_listed ON public.artifacts USING btree (org_id, id) WHERE (deleted_at IS NULL);
CREATE INDEX artifacts_of_account ON public.artifacts USING btree (org_id, account_id, id) WHERE (deleted_at IS NULL);
CREATE INDEX artifacts_of_kind ON public.artifacts USING btree (org_id, kind, id) WHERE (deleted_at IS NULL);
CREATE INDEX artifacts_of_play ON public.artifacts USING btree (org_id, play_id, id) WHERE (play_id IS NOT NULL);
CREATE INDEX artifacts_of_run ON public.artifacts USING btree (org_id, run_id, id) WHERE (run_id IS NOT NULL);
CREATE UNIQUE INDEX artifacts_pkey ON public.artifacts USING btree (org_id, id);
CREATE INDEX artifacts_trashed ON public.artifacts USING btree (org_id, deleted_at) WHERE (deleted_at IS NOT NULL);
CREATE UNIQUE INDEX assistant_messages_answer ON public.assistant_messages USING btree (org_id, in_reply_to) WHERE (in_reply_to IS NOT NULL);
CREATE INDEX assistant_messages_listed ON public.assistant_messages USING btree (org_id, thread_id, id);
CREATE UNIQUE INDEX assistant_messages_once ON public.assistant_messages USING btree (org_id, dedupe_key) WHERE (dedupe_key IS NOT NULL);
CREATE UNIQUE INDEX assistant_messages_pkey ON public.assistant_messages USING btree (org_id, id);
CREATE INDEX assistant_proposals_message ON public.assistant_proposals USING btree (org_id, message_id);
CREATE UNIQUE INDEX assistant_proposals_pkey ON public.assistant_proposals USING btree (org_id, id);
CREATE INDEX assistant_threads_listed ON public.assistant_threads USING btree (org_id, member_id, active_at DESC, id DESC) WHERE (deleted_at IS NULL);
CREATE UNIQUE INDEX assistant_threads_pkey ON public.assistant_threads USING btree (org_id, id);
CREATE UNIQUE INDEX batch_changes_pkey ON public.batch_changes USING btree (org_id, batch_id, record_id);
CREATE INDEX batch_changes_record ON public.batch_changes USING btree (org_id, record_id);
CREATE UNIQUE INDEX batch_refusals_pkey ON public.batch_refusals USING btree (org_id, batch_id, record_id);
CREATE INDEX change_batches_listed ON public.change_batches USING btree (org_id, id DESC);
CREATE INDEX change_batches_member ON public.change_batches USING btree (org_id, member_id, id DESC) WHERE (member_id IS NOT NULL);
CREATE UNIQUE INDEX change_batches_pkey ON public.change_batches USING btree (org_id, id);
CREATE INDEX change_batches_recent ON public.change_batches USING btree (org_id, kind, id DESC);
CREATE UNIQUE INDEX collections_default ON public.collections USING btree (org_id) WHERE is_default;
CREATE UNIQUE INDEX collections_name ON public.collections USING btree (org_id, name) WHERE (deleted_at IS NULL);
CREATE UNIQUE INDEX collections_pkey ON public.collections USING btree (org_id, id);
CREATE INDEX contact_identities_contact ON public.contact_identities USING btree (org_id, contact_id);
CREATE UNIQUE INDEX contact_identities_pkey ON public.contact_identities USING btree (org_id, source, external_id);
CREATE UNIQUE INDEX contact_scores_pkey ON public.contact_scores USING btree (org_id, contact_id);
CREATE INDEX contacts_account ON public.contacts USING btree (org_id, account_id) WHERE (account_id IS NOT NULL);
CREATE INDEX contacts_by_account ON public.contacts USING btree (org_id, sort_account, id) WHERE (deleted_at IS NULL);
CREATE INDEX contacts_by_change ON public.contacts USING btree (org_id, updated_at, id) WHERE (deleted_at IS NULL);
CREATE INDEX contacts_by_email ON public.contacts USING btree (org_id, sort_email, id) WHERE (deleted_at IS NULL);
CREATE INDEX contacts_by_name ON public.contacts USING btree (org_id, sort_name, id) WHERE (deleted_at IS NULL);
CREATE INDEX contacts_by_owner ON public.contacts USING btree (org_id, owner_id, id) WHERE (deleted_at IS NULL);
CREATE INDEX contacts_by_score ON public.contacts USING btree (org_id, score, id) WHERE (deleted_at IS NULL);
CREATE INDEX contacts_by_source ON public.contacts USING btree (org_id, source, id) WHERE (deleted_at IS NULL);
CREATE INDEX contacts_by_stage ON public.contacts USING btree (org_id, stage, id) WHERE (deleted_at IS NULL);
CREATE INDEX contacts_email ON public.contacts USING btree (org_id, email) WHERE (email IS NOT NULL);
CREATE INDEX contacts_email_prefix ON public.contacts USING btree (org_id, lower((email)::text) text_pattern_ops) WHERE (email IS NOT NULL);
CREATE INDEX contacts_first_prefix ON public.contacts USING btree (org_id, lower(first_name) text_pattern_ops);
CREATE INDEX contacts_last_prefix ON public.contacts USING btree (org_id, lower(last_name) text_pattern_ops);
CREATE INDEX contacts_merged ON public.contacts USING btree (org_id, merged_into) WHERE (merged_into IS NOT NULL);
CREATE INDEX contacts_name_by_first ON public.contacts USING btree (org_id, name_key_by_first(first_name, last_name)) WHERE (deleted_at IS NULL);
CREATE INDEX contacts_name_by_last ON public.contacts USING btree (org_id, name_key_by_last(first_name, last_name)) WHERE (deleted_at IS NULL);
CREATE INDEX contacts_owner ON public.contacts USING btree (org_id, owner_id) WHERE (owner_id IS NOT NULL);
CREATE INDEX contacts_phone ON public.contacts USING btree (org_id, phone) WHERE (phone IS NOT NULL);
CREATE INDEX contacts_phone_prefix ON public.contacts USING btree (org_id, phone text_pattern_ops) WHERE (phone IS NOT NULL);
CREATE UNIQUE INDEX contacts_pkey ON public.contacts USING btree (org_id, id);
CREATE INDEX contacts_recent ON public.contacts USING btree (org_id, created_at DESC, id DESC) WHERE (deleted_at IS NULL);
CREATE INDEX contacts_trash ON public.contacts USING btree (org_id, deleted_at, id) WHERE (deleted_at IS NOT NULL);
CREATE INDEX contacts_with_city ON public.contacts USING btree (org_id, created_at DESC, id DESC) WHERE ((deleted_at IS NULL) AND (city <> ''::text));
CREATE INDEX contacts_with_country ON public.contacts USING btree (org_id, created_at DESC, id DESC) WHERE ((deleted_at IS NULL) AND (country <> ''::text));
CREATE INDEX contacts_with_job_title ON public.contacts USING btree (org_id, created_at DESC, id DESC) WHERE ((deleted_at IS NULL) AND (job_title <> ''::text));
CREATE INDEX contacts_with_phone ON public.contacts USING btree (org_id, created_at DESC, id DESC) WHERE ((deleted_at IS NULL) AND (phone <> ''::text));
CREATE INDEX contacts_without_city ON public.contacts USING btree (org_id, created_at DESC, id DESC) WHERE ((deleted_at IS NULL) AND ((city IS NULL) OR (city = ''::text)));
CREATE INDEX contacts_without_country ON public.contacts USING btree (org_id, created_at DESC, id DESC) WHERE ((deleted_at IS NULL) AND ((country IS NULL) OR (country = ''::text)));
CREATE INDEX contacts_without_job_title ON public.contacts USING btree (org_id, created_at DESC, id DESC) WHERE ((deleted_at IS NULL) AND ((job_title IS NULL) OR (job_title = ''::text)));
CREATE INDEX contacts_without_phone ON public.contacts USING btree (org_id, created_at DESC, id DESC) WHERE ((deleted_at IS NULL) AND ((phone IS NULL) OR (phone = ''::text)));
CREATE INDEX contacts_words ON public.contacts USING gin (org_id, contact_words(first_name, last_name, email, phone, job_title, city, country) gin_trgm_ops) WHERE (deleted_at IS NULL);
CREATE INDEX contract_files_of_artifact ON public.contract_files USING btree (org_id, artifact_id, id);
CREATE INDEX contract_files_of_file ON public.contract_files USING btree (org_id, file_id);
CREATE UNIQUE INDEX contract_files_one ON public.contract_files USING btree (org_id, account_id, sha256);
CREATE UNIQUE INDEX contract_files_pkey ON public.contract_files USING btree (org_id, id);
CREATE INDEX conversations_contact ON public.conversations USING btree (org_id, contact_id);
CREATE UNIQUE INDEX conversations_pkey ON public.conversations USING btree (org_id, id);
CREATE INDEX conversations_recent ON public.conversations USING btree (org_id, last_message_at DESC NULLS LAST, id DESC);
CREATE UNIQUE INDEX custom_fields_org_id_record_type_key_key ON public.custom_fields USING btree (org_id, record_type, key);
CREATE UNIQUE INDEX custom_fields_pkey ON public.custom_fields USING btree (org_id, id);
CREATE INDEX custom_values_by_text ON public.custom_values USING btree (org_id, field_id, sort_text, record_id) WHERE (sort_text IS NOT NULL);
CREATE INDEX custom_values_date ON public.custom_values USING btree (org_id, field_id, date_value, record_id) WHERE (date_value IS NOT NULL);
CREATE INDEX custom_values_number ON public.custom_values USING btree (org_id, field_id, number_value, record_id) WHERE (number_value IS NOT NULL);
CREATE INDEX custom_values_option ON public.custom_values USING btree (org_id, field_id, option_id, record_id) WHERE (option_id IS NOT NULL);
CREATE UNIQUE INDEX custom_values_pkey ON public.custom_values USING btree (org_id, record_id, field_id, "position");
CREATE INDEX custom_values_words ON public.custom_values USING gin (org_id, field_id, ((' '::text || lower("left"(text_value, 500)))) gin_trgm_ops) WHERE (text_value IS NOT NULL);
CREATE INDEX custom_values_yes ON public.custom_values USING btree (org_id, field_id, yes_value, record_id) WHERE (yes_value IS NOT NULL);
CREATE INDEX deals_account ON public.deals USING btree (org_id, account_id) WHERE (account_id IS NOT NULL);
CREATE INDEX deals_by_account ON public.deals USING btree (org_id, sort_account, id) WHERE (deleted_at IS NULL);
CREATE INDEX deals_by_change ON public.deals USING btree (org_id, updated_at, id) WHERE (deleted_at IS NULL);
CREATE INDEX deals_by_close ON public.deals USING btree (org_id, closes_on, id) WHERE (deleted_at IS NULL);
CREATE INDEX deals_by_creation ON public.deals USING btree (org_id, created_at, id) WHERE (deleted_at IS NULL);
CREATE INDEX deals_by_name ON public.deals USING btree (org_id, sort_name, id) WHERE (deleted_at IS NULL);
CREATE INDEX deals_by_owner ON public.deals USING btree (org_id, owner_id, id) WHERE (deleted_at IS NULL);
CREATE INDEX deals_by_stage ON public.deals USING btree (org_id, stage_id, id) WHERE (deleted_at IS NULL);
CREATE INDEX deals_by_stage_time ON public.deals USING btree (org_id, stage_at, id) WHERE (deleted_at IS NULL);
CREATE INDEX deals_by_value ON public.deals USING btree (org_id, value_cents, id) WHERE (deleted_at IS NULL);
CREATE INDEX deals_contact ON public.deals USING btree (org_id, contact_id) WHERE (contact_id IS NOT NULL);
CREATE INDEX deals_owner ON public.deals USING btree (org_id, owner_id) WHERE (owner_id IS NOT NULL);
CREATE UNIQUE INDEX deals_pkey ON public.deals USING btree (org_id, id);
CREATE INDEX deals_stage ON public.deals USING btree (org_id, pipeline_id, stage_id, stage_at DESC, id DESC) WHERE (deleted_at IS NULL);
CREATE INDEX deals_trash ON public.deals USING btree (org_id, deleted_at, id) WHERE (deleted_at IS NOT NULL);
CREATE INDEX deals_words ON public.deals USING gin (org_id, deal_words(name, lost_reason) gin_trgm_ops) WHERE (deleted_at IS NULL);
CREATE UNIQUE INDEX default_views_pkey ON public.default_views USING btree (org_id, member_id, record_type);
CREATE INDEX default_views_view ON public.default_views USING btree (org_id, view_id);
CREATE UNIQUE INDEX delivery_reports_org_id_message_id_report_key_key ON public.delivery_reports USING btree (org_id, message_id, report_key);
CREATE UNIQUE INDEX delivery_reports_pkey ON public.delivery_reports USING btree (org_id, id);
CREATE INDEX document_versions_file ON public.document_versions USING btree (org_id, file_id) WHERE (file_id IS NOT NULL);
CREATE INDEX document_versions_model ON public.document_versions USING btree (org_id, embedding_model) WHERE (state = 'ready'::text);
CREATE UNIQUE INDEX document_versions_org_id_document_id_number_key ON public.document_versions USING btree (org_id, document_id, number);
CREATE UNIQUE INDEX document_versions_pkey ON public.document_versions USING btree (org_id, id);
CREATE INDEX document_versions_reading ON public.document_versions USING btree (reading) WHERE ((state = 'ready'::text) AND (pages > 1));
CREATE INDEX document_versions_same ON public.document_versions USING btree (org_id, sha256);
CREATE INDEX document_versions_waiting ON public.document_versions USING btree (org_id, state, created_at) WHERE (state = ANY (ARRAY['stored'::text, 'processing'::text]));
CREATE INDEX documents_listed ON public.documents USING btree (org_id, collection_id, id DESC) WHERE (deleted_at IS NULL);
CREATE UNIQUE INDEX documents_pkey ON public.documents USING btree (org_id, id);
CREATE INDEX documents_recent ON public.documents USING btree (org_id, id DESC) WHERE (deleted_at IS NULL);
CREATE INDEX documents_removed ON public.documents USING btree (org_id, id DESC) WHERE (deleted_at IS NOT NULL);
CREATE INDEX documents_title_part ON public.documents USING gin (org_id, lower(title) gin_trgm_ops) WHERE (deleted_at IS NULL);
CREATE INDEX duplicate_pairs_open ON public.duplicate_pairs USING btree (org_id, score DESC, id DESC) WHERE (state = 'open'::text);
CREATE UNIQUE INDEX duplicate_pairs_org_id_first_id_second_id_key ON public.duplicate_pairs USING btree (org_id, first_id, second_id);
CREATE UNIQUE INDEX duplicate_pairs_pkey ON public.duplicate_pairs USING btree (org_id, id);
CREATE INDEX duplicate_pairs_second ON public.duplicate_pairs USING btree (org_id, second_id);
CREATE INDEX enrollments_contact ON public.enrollments USING btree (org_id, contact_id);
CREATE INDEX enrollments_lead ON public.enrollments USING btree (org_id, lead_id);
CREATE UNIQUE INDEX enrollments_pkey ON public.enrollments USING btree (org_id, id);
CREATE UNIQUE INDEX enrollments_running ON public.enrollments USING btree (org_id, contact_id, location_id) WHERE (state = ANY (ARRAY['running'::text, 'paused'::text]));
CREATE UNIQUE INDEX erasures_contact ON public.erasures USING btree (org_id, contact_id);
CREATE UNIQUE INDEX erasures_pkey ON public.erasures USING btree (org_id, id);
CREATE INDEX events_account ON public.events USING btree (org_id, account_id, at DESC, id DESC) WHERE ((account_id IS NOT NULL) AND (name !~ '^(message|touch|chat)[.]'::text));
CREATE INDEX events_actor ON public.events USING btree (org_id, actor_id, at DESC, id DESC) WHERE (actor_id IS NOT NULL);
CREATE INDEX events_actor_kind ON public.events USING btree (org_id, actor_kind, at DESC, id DESC);
CREATE INDEX events_name ON public.events USING btree (org_id, name, at DESC, id DESC);
CREATE INDEX events_parent ON public.events USING btree (org_id, parent_type, parent_id, id DESC) WHERE (parent_id IS NOT NULL);
CREATE INDEX events_parent_account ON public.events USING btree (org_id, parent_account_id, at DESC, id DESC) WHERE ((parent_account_id IS NOT NULL) AND (name !~ '^(message|touch|chat)[.]'::text));
CREATE UNIQUE INDEX events_pkey ON public.events USING btree (org_id, id);
CREATE INDEX events_recent ON public.events USING btree (org_id, at DESC, id DESC);
CREATE INDEX events_subject ON public.events USING btree (org_id, subject_type, subject_id, id DESC);
CREATE INDEX events_subject_kind ON public.events USING btree (org_id, subject_type, at DESC, id DESC);
CREATE INDEX events_told ON public.events USING btree (org_id, subject_type, subject_id, at DESC, id DESC) WHERE (name !~ '^(message|touch|chat)[.]'::text);
CREATE INDEX events_told_parent ON public.events USING btree (org_id, parent_type, parent_id, at DESC, id DESC) WHERE ((parent_id IS NOT NULL) AND (name !~ '^(message|touch|chat)[.]'::text));
CREATE INDEX events_traced ON public.events USING btree (at) WHERE ((ip IS NOT NULL) OR (user_agent IS NOT NULL));
CREATE UNIQUE INDEX file_chunks_pkey ON public.file_chunks USING btree (org_id, file_id, "position");
CREATE UNIQUE INDEX files_pkey ON public.files USING btree (org_id, id);
CREATE INDEX guided_messages_of_thread ON public.guided_messages USING btree (org_id, thread_id, id);
CREATE UNIQUE INDEX guided_messages_pkey ON public.guided_messages USING btree (org_id, id);
CREATE UNIQUE INDEX guided_threads_one ON public.guided_threads USING btree (org_id, run_id, step_id);
CREATE UNIQUE INDEX guided_threads_pkey ON public.guided_threads USING btree (org_id, id);
CREATE INDEX idempotency_keys_age ON public.idempotency_keys USING btree (created_at);
CREATE UNIQUE INDEX idempotency_keys_pkey ON public.idempotency_keys USING btree (org_id, actor, key);
CREATE UNIQUE INDEX identity_tokens_pkey ON public.identity_tokens USING btree (token_hash);
CREATE INDEX identity_tokens_user ON public.identity_tokens USING btree (user_id, kind);
CREATE UNIQUE INDEX import_refusals_pkey ON public.import_refusals USING btree (org_id, batch_id, line);
CREATE UNIQUE INDEX inbound_addresses_channel_address_key ON public.inbound_addresses USING btree (channel, address);
CREATE UNIQUE INDEX inbound_addresses_pkey ON public.inbound_addresses USING btree (org_id, id);
CREATE UNIQUE INDEX invitations_open ON public.invitations USING btree (org_id, email) WHERE ((accepted_at IS NULL) AND (revoked_at IS NULL));
CREATE UNIQUE INDEX invitations_pkey ON public.invitations USING btree (org_id, id);
CREATE INDEX invitations_recent ON public.invitations USING btree (org_id, id DESC);
CREATE UNIQUE INDEX invitations_token_hash_key ON public.invitations USING btree (token_hash);
CREATE UNIQUE INDEX kept_figures_pkey ON public.kept_figures USING btree (org_id, name);
CREATE INDEX knowledge_questions_member ON public.knowledge_questions USING btree (org_id, member_id, id DESC);
CREATE UNIQUE INDEX knowledge_questions_of_customers ON public.knowledge_questions USING btree (org_id, same_as) WHERE ((asked_in = 'chat'::text) AND (settled_at IS NULL));
CREATE UNIQUE INDEX knowledge_questions_pkey ON public.knowledge_questions USING btree (org_id, id);
CREATE INDEX knowledge_questions_review ON public.knowledge_questions USING btree (org_id, id DESC) WHERE ((settled_at IS NULL) AND ((outcome = 'missing'::text) OR (thumb = 'down'::text)));
CREATE INDEX knowledge_questions_same ON public.knowledge_questions USING btree (org_id, same_as, id DESC) WHERE ((settled_at IS NULL) AND ((outcome = 'missing'::text) OR (thumb = 'down'::text)) AND (same_as <> ''::text));
CREATE UNIQUE INDEX knowledge_totals_pkey ON public.knowledge_totals USING btree (org_id);
CREATE INDEX knowledge_words_alike ON public.knowledge_words USING gin (org_id, word gin_trgm_ops);
CREATE INDEX knowledge_words_bones ON public.knowledge_words USING btree (org_id, bones_of(word));
CREATE UNIQUE INDEX knowledge_words_pkey ON public.knowledge_words USING btree (org_id, word);
CREATE INDEX leads_contact ON public.leads USING btree (org_id, contact_id, id DESC);
CREATE INDEX leads_conversation ON public.leads USING btree (org_id, conversation_id) WHERE (conversation_id IS NOT NULL);
CREATE INDEX leads_created ON public.leads USING btree (org_id, created_at);
CREATE INDEX leads_location ON public.leads USING btree (org_id, location_id, id DESC);
CREATE UNIQUE INDEX leads_order ON public.leads USING btree (org_id, connection_id, external_order_id) WHERE (external_order_id IS NOT NULL);
CREATE INDEX leads_owner ON public.leads USING btree (org_id, owner_id, id DESC) WHERE (owner_id IS NOT NULL);
CREATE UNIQUE INDEX leads_pkey ON public.leads USING btree (org_id, id);
CREATE INDEX leads_place_state ON public.leads USING btree (org_id, location_id, state, id DESC);
CREATE INDEX leads_recent ON public.leads USING btree (org_id, id DESC);
CREATE INDEX leads_source ON public.leads USING btree (org_id, source, id DESC);
CREATE INDEX leads_state ON public.leads USING btree (org_id, state, id DESC);
CREATE INDEX leads_title_part ON public.leads USING gin (org_id, lower(title) gin_trgm_ops);
CREATE INDEX leads_unenriched ON public.leads USING btree (org_id, connection_id) WHERE (enrich_error IS NOT NULL);
CREATE INDEX leads_unowned ON public.leads USING btree (org_id, id DESC) WHERE (owner_id IS NULL);
CREATE UNIQUE INDEX locations_org_id_slug_key ON public.locations USING btree (org_id, slug);
CREATE UNIQUE INDEX locations_pkey ON public.locations USING btree (org_id, id);
CREATE INDEX memberships_name ON public.memberships USING btree (org_id, name, id);
CREATE UNIQUE INDEX memberships_org_id_user_id_key ON public.memberships USING btree (org_id, user_id);
CREATE UNIQUE INDEX memberships_pkey ON public.memberships USING btree (org_id, id);
CREATE INDEX memberships_user ON public.memberships USING btree (user_id);
CREATE UNIQUE INDEX merges_merged ON public.merges USING btree (org_id, merged_id) WHERE (undone_at IS NULL);
CREATE UNIQUE INDEX merges_pkey ON public.merges USING btree (org_id, id);
CREATE INDEX merges_survivor ON public.merges USING btree (org_id, survivor_id, id DESC);
CREATE UNIQUE INDEX message_template_versions_org_id_template_id_number_key ON public.message_template_versions USING btree (org_id, template_id, number);
CREATE UNIQUE INDEX message_template_versions_pkey ON public.message_template_versions USING btree (org_id, id);
CREATE UNIQUE INDEX message_templates_org_id_name_key ON public.message_templates USING btree (org_id, name);
CREATE UNIQUE INDEX message_templates_pkey ON public.message_templates USING btree (org_id, id);
CREATE INDEX messages_account_at ON public.messages USING btree (org_id, account_id, created_at DESC, id DESC) WHERE (account_id IS NOT NULL);
CREATE INDEX messages_contact ON public.messages USING btree (org_id, contact_id, id DESC) WHERE (contact_id IS NOT NULL);
CREATE INDEX messages_contact_at ON public.messages USING btree (org_id, contact_id, created_at DESC, id DESC) WHERE (contact_id IS NOT NULL);
CREATE INDEX messages_contact_sent ON public.messages USING btree (org_id, contact_id, sent_at) WHERE (sent_at IS NOT NULL);
CREATE INDEX messages_conversation ON public.messages USING btree (org_id, conversation_id, id);
CREATE UNIQUE INDEX messages_dedupe ON public.messages USING btree (org_id, dedupe_key) WHERE (dedupe_key IS NOT NULL);
CREATE INDEX messages_due ON public.messages USING btree (send_after) WHERE ((state = ANY (ARRAY['queued'::text, 'scheduled'::text])) AND (send_after IS NOT NULL));
CREATE INDEX messages_lead ON public.messages USING btree (org_id, lead_id, id) WHERE (lead_id IS NOT NULL);
CREATE INDEX messages_outbox ON public.messages USING btree (org_id, id DESC) WHERE ((direction = 'out'::text) AND (channel <> 'chat'::text));
CREATE INDEX messages_outbox_state ON public.messages USING btree (org_id, state, id DESC) WHERE ((direction = 'out'::text) AND (channel <> 'chat'::text));
CREATE UNIQUE INDEX messages_pkey ON public.messages USING btree (org_id, id);
CREATE INDEX messages_provider ON public.messages USING btree (provider, provider_message_id) WHERE (provider_message_id IS NOT NULL);
CREATE INDEX messages_said ON public.messages USING gin (org_id, message_words(subject, body_text)) WHERE ((channel = 'chat'::text) OR (direction = 'in'::text) OR (author_kind = 'member'::text));
CREATE INDEX messages_stuck ON public.messages USING btree (state, state_at) WHERE (state = ANY (ARRAY['queued'::text, 'sending'::text, 'scheduled'::text]));
CREATE INDEX messages_writing ON public.messages USING btree (writing_until) WHERE (writing_until IS NOT NULL);
CREATE INDEX notes_account_at ON public.notes USING btree (org_id, account_id, happened_at DESC, id DESC) WHERE ((account_id IS NOT NULL) AND (deleted_at IS NULL));
CREATE UNIQUE INDEX notes_pkey ON public.notes USING btree (org_id, id);
CREATE INDEX notes_removed ON public.notes USING btree (org_id, deleted_at DESC, id DESC) WHERE (deleted_at IS NOT NULL);
CREATE INDEX notes_subject ON public.notes USING btree (org_id, subject_type, subject_id, happened_at DESC, id DESC) WHERE (deleted_at IS NULL);
CREATE UNIQUE INDEX organisations_pkey ON public.organisations USING btree (id);
CREATE UNIQUE INDEX organisations_slug_key ON public.organisations USING btree (slug);
CREATE INDEX passage_vectors_near ON public.passage_vectors USING btree (org_id, model, collection_id);
CREATE UNIQUE INDEX passage_vectors_pkey ON public.passage_vectors USING btree (org_id, passage_id);
CREATE INDEX passages_document ON public.passages USING btree (org_id, document_id, "position");
CREATE UNIQUE INDEX passages_org_id_version_id_position_key ON public.passages USING btree (org_id, version_id, "position");
CREATE UNIQUE INDEX passages_pkey ON public.passages USING btree (org_id, id);
CREATE INDEX passages_words ON public.passages USING gin (org_id, words);
CREATE INDEX pipeline_stages_listed ON public.pipeline_stages USING btree (org_id, pipeline_id, "position") WHERE (deleted_at IS NULL);
CREATE UNIQUE INDEX pipeline_stages_org_id_pipeline_id_id_key ON public.pipeline_stages USING btree (org_id, pipeline_id, id);
CREATE UNIQUE INDEX pipeline_stages_pkey ON public.pipeline_stages USING btree (org_id, id);
CREATE INDEX pipelines_listed ON public.pipelines USING btree (org_id, kind, "position") WHERE (deleted_at IS NULL);
CREATE UNIQUE INDEX pipelines_pkey ON public.pipelines USING btree (org_id, id);
CREATE INDEX play_actions_of_play ON public.play_actions USING btree (org_id, play_id, at, id);
CREATE UNIQUE INDEX play_actions_pkey ON public.play_actions USING btree (org_id, id);
CREATE UNIQUE INDEX play_rules_pkey ON public.play_rules USING btree (org_id, version);
CREATE UNIQUE INDEX play_workflows_pkey ON public.play_workflows USING btree (org_id, type, stage);
CREATE INDEX plays_all ON public.plays USING btree (org_id, priority DESC, id) INCLUDE (type, stage, state) WHERE (closed_at IS NULL);
CREATE INDEX plays_due ON public.plays USING btree (org_id, due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX plays_of_account ON public.plays USING btree (org_id, account_id, opened_at DESC);
CREATE INDEX plays_of_owner ON public.plays USING btree (org_id, owner_id) WHERE (closed_at IS NULL);
CREATE INDEX plays_of_run ON public.plays USING btree (org_id, run_id) WHERE (run_id IS NOT NULL);
CREATE UNIQUE INDEX plays_one_open ON public.plays USING btree (org_id, account_id, type) WHERE (closed_at IS NULL);
CREATE UNIQUE INDEX plays_pkey ON public.plays USING btree (org_id, id);
CREATE INDEX plays_queue ON public.plays USING btree (org_id, member_id, priority DESC, id) INCLUDE (type, stage, state) WHERE (closed_at IS NULL);
CREATE INDEX plays_settled ON public.plays USING btree (org_id, type, stage, account_id) WHERE (state = ANY (ARRAY['done'::text, 'skipped'::text]));
CREATE UNIQUE INDEX pricing_limits_pkey ON public.pricing_limits USING btree (org_id);
CREATE INDEX projects_account ON public.projects USING btree (org_id, account_id) WHERE (account_id IS NOT NULL);
CREATE INDEX projects_by_account ON public.projects USING btree (org_id, sort_account, id) WHERE (deleted_at IS NULL);
CREATE INDEX projects_by_change ON public.projects USING btree (org_id, updated_at, id) WHERE (deleted_at IS NULL);
CREATE INDEX projects_by_creation ON public.projects USING btree (org_id, created_at, id) WHERE (deleted_at IS NULL);
CREATE INDEX projects_by_due ON public.projects USING btree (org_id, due_on, id) WHERE (deleted_at IS NULL);
CREATE INDEX projects_by_name ON public.projects USING btree (org_id, sort_name, id) WHERE (deleted_at IS NULL);
CREATE INDEX projects_by_owner ON public.projects USING btree (org_id, owner_id, id) WHERE (deleted_at IS NULL);
CREATE INDEX projects_by_start ON public.projects USING btree (org_id, starts_on, id) WHERE (deleted_at IS NULL);
CREATE INDEX projects_by_state ON public.projects USING btree (org_id, state, id) WHERE (deleted_at IS NULL);
CREATE INDEX projects_contact_of ON public.projects USING btree (org_id, contact_id) WHERE (contact_id IS NOT NULL);
CREATE INDEX projects_owner ON public.projects USING btree (org_id, owner_id) WHERE (owner_id IS NOT NULL);
CREATE UNIQUE INDEX projects_pkey ON public.projects USING btree (org_id, id);
CREATE INDEX projects_trash ON public.projects USING btree (org_id, deleted_at, id) WHERE (deleted_at IS NOT NULL);
CREATE INDEX projects_words ON public.projects USING gin (org_id, deal_words(name, NULL::text) gin_trgm_ops) WHERE (deleted_at IS NULL);
CREATE UNIQUE INDEX public_links_pkey ON public.public_links USING btree (org_id, id);
CREATE INDEX public_links_subject ON public.public_links USING btree (org_id, kind, subject_id);
CREATE UNIQUE INDEX public_links_token_hash_key ON public.public_links USING btree (token_hash);
CREATE INDEX rate_limits_age ON public.rate_limits USING btree (full_at);
CREATE UNIQUE INDEX rate_limits_pkey ON public.rate_limits USING btree (bucket);
CREATE UNIQUE INDEX record_insights_pkey ON public.record_insights USING btree (org_id, record_type, record_id);
CREATE UNIQUE INDEX record_links_org_id_from_type_from_id_to_type_to_id_label_key ON public.record_links USING btree (org_id, from_type, from_id, to_type, to_id, label);
CREATE UNIQUE INDEX record_links_pkey ON public.record_links USING btree (org_id, id);
CREATE INDEX record_links_to ON public.record_links USING btree (org_id, to_type, to_id);
CREATE UNIQUE INDEX record_tags_pkey ON public.record_tags USING btree (org_id, record_type, record_id, tag_id);
CREATE INDEX record_tags_tag ON public.record_tags USING btree (org_id, tag_id, record_type, record_id);
CREATE UNIQUE INDEX removed_record_tags_pkey ON public.removed_record_tags USING btree (org_id, tag_id, record_type, record_id);
CREATE UNIQUE INDEX removed_tags_pkey ON public.removed_tags USING btree (org_id, id);
CREATE INDEX removed_tags_recent ON public.removed_tags USING btree (org_id, removed_at DESC, id DESC);
CREATE INDEX saved_views_listed ON public.saved_views USING btree (org_id, record_type, owner_id, "position");
CREATE UNIQUE INDEX saved_views_pkey ON public.saved_views USING btree (org_id, id);
CREATE INDEX saved_views_shared ON public.saved_views USING btree (org_id, record_type, "position") WHERE is_shared;
CREATE UNIQUE INDEX schedules_org_id_location_id_key ON public.schedules USING btree (org_id, location_id);
CREATE UNIQUE INDEX schedules_org_id_member_id_key ON public.schedules USING btree (org_id, member_id);
CREATE UNIQUE INDEX schedules_pkey ON public.schedules USING btree (org_id, id);
CREATE UNIQUE INDEX schema_migrations_pkey ON public.schema_migrations USING btree (name);
CREATE UNIQUE INDEX scoring_rules_pkey ON public.scoring_rules USING btree (org_id);
CREATE INDEX security_events_at ON public.security_events USING btree (at);
CREATE INDEX security_events_name ON public.security_events USING btree (org_id, name, at DESC, id DESC);
CREATE INDEX security_events_org ON public.security_events USING btree (org_id, at DESC, id DESC);
CREATE UNIQUE INDEX security_events_pkey ON public.security_events USING btree (id);
CREATE UNIQUE INDEX sequence_versions_org_id_sequence_id_number_key ON public.sequence_versions USING btree (org_id, sequence_id, number);
CREATE UNIQUE INDEX sequence_versions_pkey ON public.sequence_versions USING btree (org_id, id);
CREATE UNIQUE INDEX sequences_pkey ON public.sequences USING btree (org_id, id);
CREATE UNIQUE INDEX sequences_place ON public.sequences USING btree (org_id, COALESCE(location_id, '00000000-0000-0000-0000-000000000000'::uuid));
CREATE INDEX services_location ON public.services USING btree (org_id, location_id, name) WHERE active;
CREATE UNIQUE INDEX services_org_id_location_id_source_external_id_key ON public.services USING btree (org_id, location_id, source, external_id);
CREATE UNIQUE INDEX services_pkey ON public.services USING btree (org_id, id);
CREATE INDEX sessions_expiry ON public.sessions USING btree (expires_at);
CREATE UNIQUE INDEX sessions_id_key ON public.sessions USING btree (id);
CREATE UNIQUE INDEX sessions_pkey ON public.sessions USING btree (token_hash);
CREATE INDEX sessions_user ON public.sessions USING btree (user_id);
CREATE INDEX shop_connections_due ON public.shop_connections USING btree (poll_after) WHERE enabled;
CREATE UNIQUE INDEX shop_connections_id ON public.shop_connections USING btree (id);
CREATE UNIQUE INDEX shop_connections_pkey ON public.shop_connections USING btree (org_id, id);
CREATE INDEX shop_deliveries_connection ON public.shop_deliveries USING btree (org_id, connection_id, id DESC);
CREATE INDEX shop_deliveries_connection_state ON public.shop_deliveries USING btree (org_id, connection_id, state, id DESC);
CREATE UNIQUE INDEX shop_deliveries_org_id_connection_id_delivery_key_key ON public.shop_deliveries USING btree (org_id, connection_id, delivery_key);
CREATE UNIQUE INDEX shop_deliveries_pkey ON public.shop_deliveries USING btree (org_id, id);
CREATE INDEX shop_deliveries_to_blank ON public.shop_deliveries USING btree (received_at) WHERE ((blanked_at IS NULL) AND (state = ANY (ARRAY['processed'::text, 'ignored'::text])));
CREATE UNIQUE INDEX shop_locations_pkey ON public.shop_locations USING btree (org_id, connection_id, external_id);
CREATE UNIQUE INDEX success_actions_label ON public.success_actions USING btree (org_id, lower(label)) WHERE (deleted_at IS NULL);
CREATE UNIQUE INDEX success_actions_pkey ON public.success_actions USING btree (org_id, id);
CREATE UNIQUE INDEX suppressions_pkey ON public.suppressions USING btree (org_id, channel, address);
CREATE UNIQUE INDEX system_mail_pkey ON public.system_mail USING btree (id);
CREATE INDEX system_mail_recent ON public.system_mail USING btree (created_at DESC);
CREATE INDEX system_mail_recipient ON public.system_mail USING btree (recipient, created_at DESC);
CREATE UNIQUE INDEX tags_org_id_name_key ON public.tags USING btree (org_id, name);
CREATE UNIQUE INDEX tags_pkey ON public.tags USING btree (org_id, id);
CREATE INDEX tasks_account_at ON public.tasks USING btree (org_id, account_id, created_at DESC, id DESC) WHERE ((account_id IS NOT NULL) AND (state <> 'trashed'::text));
CREATE INDEX tasks_assigned ON public.tasks USING btree (org_id, member_id, agent_id, list_on, rank, id) WHERE (state = 'open'::text);
CREATE INDEX tasks_assigned_ranked ON public.tasks USING btree (org_id, member_id, agent_id, rank, list_on, id) WHERE (state = 'open'::text);
CREATE INDEX tasks_closed ON public.tasks USING btree (org_id, completed_at DESC, id DESC) WHERE (state <> 'open'::text);
CREATE UNIQUE INDEX tasks_dedupe ON public.tasks USING btree (org_id, dedupe_key) WHERE ((dedupe_key IS NOT NULL) AND (state = 'open'::text));
CREATE INDEX tasks_listed ON public.tasks USING btree (org_id, list_on, rank, id) WHERE (state = 'open'::text);
CREATE INDEX tasks_made ON public.tasks USING btree (org_id, created_at DESC, id DESC);
CREATE UNIQUE INDEX tasks_pkey ON public.tasks USING btree (org_id, id);
CREATE INDEX tasks_ranked ON public.tasks USING btree (org_id, rank, list_on, id) WHERE (state = 'open'::text);
CREATE INDEX tasks_run ON public.tasks USING btree (org_id, run_id, id) WHERE (run_id IS NOT NULL);
CREATE INDEX tasks_subject ON public.tasks USING btree (org_id, subject_type, subject_id) WHERE (subject_id IS NOT NULL);
CREATE INDEX tasks_title_part ON public.tasks USING gin (org_id, lower(title) gin_trgm_ops);
CREATE INDEX tasks_trashed ON public.tasks USING btree (org_id, deleted_at DESC, id DESC) WHERE (state = 'trashed'::text);
CREATE INDEX touches_due ON public.touches USING btree (planned_at) WHERE (status = 'scheduled'::text);
CREATE INDEX touches_lead ON public.touches USING btree (org_id, lead_id, "position");
CREATE INDEX touches_message ON public.touches USING btree (org_id, message_id) WHERE (message_id IS NOT NULL);
CREATE UNIQUE INDEX touches_org_id_enrollment_id_position_key ON public.touches USING btree (org_id, enrollment_id, "position");
CREATE UNIQUE INDEX touches_pkey ON public.touches USING btree (org_id, id);
CREATE INDEX touches_waiting ON public.touches USING btree (org_id, planned_at) WHERE ((status = 'scheduled'::text) AND (message_id IS NULL));
CREATE UNIQUE INDEX users_email_key ON public.users USING btree (email);
CREATE UNIQUE INDEX users_pkey ON public.users USING btree (id);
CREATE INDEX vehicles_contact ON public.vehicles USING btree (org_id, contact_id);
CREATE UNIQUE INDEX vehicles_org_id_source_external_id_key ON public.vehicles USING btree (org_id, source, external_id);
CREATE UNIQUE INDEX vehicles_pkey ON public.vehicles USING btree (org_id, id);
CREATE INDEX web_pages_due ON public.web_pages USING btree (checked_at);
CREATE UNIQUE INDEX web_pages_pkey ON public.web_pages USING btree (org_id, document_id);
CREATE INDEX web_pages_url ON public.web_pages USING btree (org_id, url);
CREATE INDEX workflow_comparisons_of_workflow ON public.workflow_comparisons USING btree (org_id, workflow_id, id);
CREATE UNIQUE INDEX workflow_comparisons_pkey ON public.workflow_comparisons USING btree (org_id, id);
CREATE INDEX workflow_runs_going ON public.workflow_runs USING btree (org_id, workflow_id, key, id) WHERE (ended_at IS NULL);
CREATE INDEX workflow_runs_in_state ON public.workflow_runs USING btree (org_id, state, id);
CREATE INDEX workflow_runs_leased ON public.workflow_runs USING btree (lease_until) WHERE (lease_until IS NOT NULL);
CREATE INDEX workflow_runs_of_parent ON public.workflow_runs USING btree (org_id, parent_run_id) WHERE (parent_run_id IS NOT NULL);
CREATE INDEX workflow_runs_of_subject ON public.workflow_runs USING btree (org_id, subject_id, id) WHERE (subject_id IS NOT NULL);
CREATE INDEX workflow_runs_of_workflow ON public.workflow_runs USING btree (org_id, workflow_id, id);
CREATE INDEX workflow_runs_of_workflow_in_state ON public.workflow_runs USING btree (org_id, workflow_id, state, id);
CREATE UNIQUE INDEX workflow_runs_once ON public.workflow_runs USING btree (org_id, workflow_id, dedupe_key) WHERE (dedupe_key IS NOT NULL);
CREATE UNIQUE INDEX workflow_runs_pkey ON public.workflow_runs USING btree (org_id, id);
CREATE INDEX workflow_steps_asked ON public.workflow_steps USING btree (org_id, id) WHERE ((state = 'waiting'::text) AND (wait_kind = 'person'::text));
CREATE INDEX workflow_steps_asking ON public.workflow_steps USING btree (org_id, began_at, id) WHERE ((state = 'waiting'::text) AND (wait_kind = 'person'::text));
CREATE INDEX workflow_steps_due ON public.workflow_steps USING btree (org_id, wake_at) WHERE ((state = 'waiting'::text) AND (wake_at IS NOT NULL));
CREATE INDEX workflow_steps_listening ON public.workflow_steps USING btree (org_id, wait_event, wait_subject) WHERE ((state = 'waiting'::text) AND (wait_event IS NOT NULL));
CREATE UNIQUE INDEX workflow_steps_pkey ON public.workflow_steps USING btree (org_id, run_id, id);
CREATE INDEX workflow_triggers_event ON public.workflow_triggers USING btree (org_id, event_name) WHERE (event_name IS NOT NULL);
CREATE UNIQUE INDEX workflow_triggers_pkey ON public.workflow_triggers USING btree (org_id, workflow_id);
CREATE UNIQUE INDEX workflow_triggers_token ON public.workflow_triggers USING btree (token_hash) WHERE (token_hash IS NOT NULL);
CREATE UNIQUE INDEX workflow_versions_pkey ON public.workflow_versions USING btree (org_id, workflow_id, number);
CREATE INDEX workflows_listed ON public.workflows USING btree (org_id, name, id) WHERE (deleted_at IS NULL);
CREATE UNIQUE INDEX workflows_pkey ON public.workflows USING btree (org_id, id);

create policy system on account_contracts for ALL to perigee_system using (true) with check (true);
create policy tenant on account_contracts for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on account_deliveries for ALL to perigee_system using (true) with check (true);
create policy tenant on account_deliveries for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy tenant on account_facts for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on account_hooks for ALL to perigee_system using (true) with check (true);
create policy tenant on account_hooks for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy tenant on account_scores for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on account_stakeholders for ALL to perigee_system using (true) with check (true);
create policy tenant on account_stakeholders for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy tenant on account_told for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy search on accounts for SELECT to perigee_search using (true) with check ();
create policy tenant on accounts for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy tenant on agents for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy tenant on ai_calls for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on api_keys for ALL to perigee_system using (true) with check (true);
create policy tenant on api_keys for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy search on appointments for SELECT to perigee_search using (true) with check ();
create policy system on appointments for ALL to perigee_system using (true) with check (true);
create policy tenant on appointments for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on approval_votes for ALL to perigee_system using (true) with check (true);
create policy tenant on approval_votes for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on approvals for ALL to perigee_system using (true) with check (true);
create policy tenant on approvals for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on artifact_approvals for ALL to perigee_system using (true) with check (true);
create policy tenant on artifact_approvals for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy tenant on artifact_tasks for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on artifact_versions for ALL to perigee_system using (true) with check (true);
create policy tenant on artifact_versions for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on artifacts for ALL to perigee_system using (true) with check (true);
create policy tenant on artifacts for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on assistant_messages for ALL to perigee_system using (true) with check (true);
create policy tenant on assistant_messages for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on assistant_proposals for ALL to perigee_system using (true) with check (true);
create policy tenant on assistant_proposals for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on assistant_threads for ALL to perigee_system using (true) with check (true);
create policy tenant on assistant_threads for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on batch_changes for ALL to perigee_system using (true) with check (true);
create policy tenant on batch_changes for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy tenant on batch_refusals for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on change_batches for ALL to perigee_system using (true) with check (true);
create policy tenant on change_batches for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on collections for ALL to perigee_system using (true) with check (true);
create policy tenant on collections for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on contact_identities for ALL to perigee_system using (true) with check (true);
create policy tenant on contact_identities for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on contact_scores for ALL to perigee_system using (true) with check (true);
create policy tenant on contact_scores for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy search on contacts for SELECT to perigee_search using (true) with check ();
create policy system on contacts for ALL to perigee_system using (true) with check (true);
create policy tenant on contacts for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on contract_files for ALL to perigee_system using (true) with check (true);
create policy tenant on contract_files for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on conversations for ALL to perigee_system using (true) with check (true);
create policy tenant on conversations for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy tenant on custom_fields for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy search on custom_values for SELECT to perigee_search using (true) with check ();
create policy system on custom_values for ALL to perigee_system using (true) with check (true);
create policy tenant on custom_values for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy search on deals for SELECT to perigee_search using (true) with check ();
create policy system on deals for ALL to perigee_system using (true) with check (true);
create policy tenant on deals for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy tenant on default_views for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on delivery_reports for ALL to perigee_system using (true) with check (true);
create policy tenant on delivery_reports for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on document_versions for ALL to perigee_system using (true) with check (true);
create policy tenant on document_versions for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy search on documents for SELECT to perigee_search using (true) with check ();
create policy system on documents for ALL to perigee_system using (true) with check (true);
create policy tenant on documents for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on duplicate_pairs for ALL to perigee_system using (true) with check (true);
create policy tenant on duplicate_pairs for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on enrollments for ALL to perigee_system using (true) with check (true);
create policy tenant on enrollments for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on erasures for ALL to perigee_system using (true) with check (true);
create policy tenant on erasures for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on events for ALL to perigee_system using (true) with check (true);
create policy tenant on events for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy tenant on file_chunks for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on files for ALL to perigee_system using (true) with check (true);
create policy tenant on files for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on guided_messages for ALL to perigee_system using (true) with check (true);
create policy tenant on guided_messages for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on guided_threads for ALL to perigee_system using (true) with check (true);
create policy tenant on guided_threads for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on idempotency_keys for ALL to perigee_system using (true) with check (true);
create policy tenant on idempotency_keys for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on import_refusals for ALL to perigee_system using (true) with check (true);
create policy tenant on import_refusals for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on inbound_addresses for ALL to perigee_system using (true) with check (true);
create policy tenant on inbound_addresses for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on invitations for ALL to perigee_system using (true) with check (true);
create policy tenant on invitations for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy tenant on kept_figures for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on knowledge_questions for ALL to perigee_system using (true) with check (true);
create policy tenant on knowledge_questions for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy search on knowledge_totals for SELECT to perigee_search using (true) with check ();
create policy tenant on knowledge_totals for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy search on knowledge_words for SELECT to perigee_search using (true) with check ();
create policy tenant on knowledge_words for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy search on leads for SELECT to perigee_search using (true) with check ();
create policy system on leads for ALL to perigee_system using (true) with check (true);
create policy tenant on leads for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy tenant on locations for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on memberships for ALL to perigee_system using (true) with check (true);
create policy tenant on memberships for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on merges for ALL to perigee_system using (true) with check (true);
create policy tenant on merges for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy tenant on message_template_versions for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy tenant on message_templates for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy search on messages for SELECT to perigee_search using (true) with check ();
create policy system on messages for ALL to perigee_system using (true) with check (true);
create policy tenant on messages for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on notes for ALL to perigee_system using (true) with check (true);
create policy tenant on notes for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on organisations for ALL to perigee_system using (true) with check (true);
create policy tenant on organisations for ALL to perigee_app using ((id = current_org())) with check ((id = current_org()));
create policy system on passage_vectors for ALL to perigee_system using (true) with check (true);
create policy tenant on passage_vectors for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy search on passages for SELECT to perigee_search using (true) with check ();
create policy tenant on passages for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on pipeline_stages for ALL to perigee_system using (true) with check (true);
create policy tenant on pipeline_stages for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on pipelines for ALL to perigee_system using (true) with check (true);
create policy tenant on pipelines for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on play_actions for ALL to perigee_system using (true) with check (true);
create policy tenant on play_actions for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy tenant on play_rules for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy tenant on play_workflows for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on plays for ALL to perigee_system using (true) with check (true);
create policy tenant on plays for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy tenant on pricing_limits for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy search on projects for SELECT to perigee_search using (true) with check ();
create policy system on projects for ALL to perigee_system using (true) with check (true);
create policy tenant on projects for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on public_links for ALL to perigee_system using (true) with check (true);
create policy tenant on public_links for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on record_insights for ALL to perigee_system using (true) with check (true);
create policy tenant on record_insights for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on record_links for ALL to perigee_system using (true) with check (true);
create policy tenant on record_links for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on record_tags for ALL to perigee_system using (true) with check (true);
create policy tenant on record_tags for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on removed_record_tags for ALL to perigee_system using (true) with check (true);
create policy tenant on removed_record_tags for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy tenant on removed_tags for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy tenant on saved_views for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy tenant on schedules for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy tenant on scoring_rules for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on security_events for ALL to perigee_system using (true) with check (true);
create policy tenant on security_events for SELECT to perigee_app using ((org_id = current_org())) with check ();
create policy tenant on sequence_versions for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy tenant on sequences for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy tenant on services for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on shop_connections for ALL to perigee_system using (true) with check (true);
create policy tenant on shop_connections for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on shop_deliveries for ALL to perigee_system using (true) with check (true);
create policy tenant on shop_deliveries for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on shop_locations for ALL to perigee_system using (true) with check (true);
create policy tenant on shop_locations for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy tenant on success_actions for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy search on suppressions for SELECT to perigee_search using (true) with check ();
create policy system on suppressions for ALL to perigee_system using (true) with check (true);
create policy tenant on suppressions for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy tenant on tags for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy search on tasks for SELECT to perigee_search using (true) with check ();
create policy system on tasks for ALL to perigee_system using (true) with check (true);
create policy tenant on tasks for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on touches for ALL to perigee_system using (true) with check (true);
create policy tenant on touches for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on vehicles for ALL to perigee_system using (true) with check (true);
create policy tenant on vehicles for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on web_pages for ALL to perigee_system using (true) with check (true);
create policy tenant on web_pages for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on workflow_comparisons for ALL to perigee_system using (true) with check (true);
create policy tenant on workflow_comparisons for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on workflow_runs for ALL to perigee_system using (true) with check (true);
create policy tenant on workflow_runs for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on workflow_steps for ALL to perigee_system using (true) with check (true);
create policy tenant on workflow_steps for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy system on workflow_triggers for ALL to perigee_system using (true) with check (true);
create policy tenant on workflow_triggers for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy tenant on workflow_versions for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));
create policy tenant on workflows for ALL to perigee_app using ((org_id = current_org())) with check ((org_id = current_org()));

CREATE OR REPLACE FUNCTION public.account_of(of_org uuid, of_kind text, of_id uuid)
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
	person uuid;
	account uuid;
	survivor uuid;
begin
	case of_kind
		when 'account' then return of_id;
		when 'contact' then person := of_id;
		when 'lead' then select l.contact_id into person from leads l where l.org_id = of_org and l.id = of_id;
		when 'conversation' then select c.contact_id into person from conversations c where c.org_id = of_org and c.id = of_id;
		when 'deal' then
			select d.account_id into account from deals d where d.org_id = of_org and d.id = of_id;
			return account;
		when 'project' then
			select p.account_id into account from projects p where p.org_id = of_org and p.id = of_id;
			return account;
		else return null;
	end case;
	-- Merges of merges are few; a circle cannot be, and would end here.
	for step in 1..20 loop
		if person is null then return null; end if;
		select c.account_id, c.merged_into into account, survivor from contacts c where c.org_id = of_org and c.id = person;
		exit when survivor is null;
		person := survivor;
	end loop;
	return account;
end $function$
;
CREATE OR REPLACE FUNCTION public.account_words(name text, domain text, website text, phone text, industry text, city text, country text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (' '::text || lower(((((((((((((name || ' '::text) || COALESCE(domain, ''::text)) || ' '::text) || COALESCE(website, ''::text)) || ' '::text) || COALESCE(phone, ''::text)) || ' '::text) || COALESCE(industry, ''::text)) || ' '::text) || COALESCE(city, ''::text)) || ' '::text) || COALESCE(country, ''::text))))
;
CREATE OR REPLACE FUNCTION public.bones_of(word text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN ("left"(word, 1) || regexp_replace(regexp_replace(substr(word, 2), '[aeiouyäöüàâéèêíóôúæøå]'::text, ''::text, 'g'::text), '(.)\1+'::text, '\1'::text, 'g'::text))
;
CREATE OR REPLACE FUNCTION public.change_member_preferences(member uuid, patch jsonb)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
	update users u set
		time_zone = coalesce(patch ->> 'timeZone', u.time_zone),
		locale = coalesce(patch ->> 'locale', u.locale),
		theme = coalesce(patch ->> 'theme', u.theme),
		start_page = coalesce(patch ->> 'startPage', u.start_page),
		notifications = u.notifications || coalesce(patch -> 'notifications', '{}'),
		preferences_made_at = coalesce(u.preferences_made_at, now()),
		updated_at = now()
	from memberships m
	where m.org_id = current_org() and m.id = member and u.id = m.user_id
$function$
;
CREATE OR REPLACE FUNCTION public.contact_words(first_name text, last_name text, email citext, phone text, job_title text, city text, country text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (' '::text || lower(((((((((((((first_name || ' '::text) || last_name) || ' '::text) || COALESCE((email)::text, ''::text)) || ' '::text) || COALESCE(phone, ''::text)) || ' '::text) || job_title) || ' '::text) || COALESCE(city, ''::text)) || ' '::text) || COALESCE(country, ''::text))))
;
CREATE OR REPLACE FUNCTION public.count_words(target uuid[], sign integer)
 RETURNS void
 LANGUAGE sql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
	insert into knowledge_words as k (org_id, word, passages)
		select current_org(), w.lexeme, sign * count(*) from passages p, unnest(p.words) w
		where p.org_id = current_org() and p.id = any (target) group by w.lexeme order by w.lexeme
		on conflict (org_id, word) do update set passages = greatest(0, k.passages + excluded.passages);
	insert into knowledge_totals as t (org_id, passages, words)
		select current_org(), sign * count(*), sign * coalesce(sum(p.length), 0) from passages p
		where p.org_id = current_org() and p.id = any (target)
		on conflict (org_id) do update
			set passages = greatest(0, t.passages + excluded.passages), words = greatest(0, t.words + excluded.words);
$function$
;
CREATE OR REPLACE FUNCTION public.current_org()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid
;
CREATE OR REPLACE FUNCTION public.deal_words(name text, lost_reason text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (' '::text || lower(((name || ' '::text) || COALESCE(lost_reason, ''::text))))
;
CREATE OR REPLACE FUNCTION public.find_account_hook(hook uuid)
 RETURNS TABLE(org_id uuid, id uuid, name text, secret_sealed text, former_secret_sealed text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
	select h.org_id, h.id, h.name, h.secret_sealed, h.former_secret_sealed from account_hooks h where h.id = hook
$function$
;
CREATE OR REPLACE FUNCTION public.find_accounts_by_names(names text[])
 RETURNS TABLE(id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
	select a.id from unnest(names) as n (name) cross join lateral (
		select x.id from accounts x where x.org_id = current_org() and lower(x.name) = n.name and x.deleted_at is null offset 0
	) a
$function$
;
CREATE OR REPLACE FUNCTION public.find_alike(part text, most integer, kinds text[])
 RETURNS TABLE(kind text, id uuid, likeness real)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 30
 SET search_path TO 'pg_catalog', 'public'
 SET "pg_trgm.word_similarity_threshold" TO '0.45'
AS $function$
declare
	source record;
	words text[] := array(select w from regexp_split_to_table(lower(part), '[^[:alnum:]]+') w where length(w) > 2 limit 8);
begin
	for source in select * from (values
		('contact', 'contacts', 'contact_words(r.first_name, r.last_name, r.email, r.phone, r.job_title, r.city, r.country)'),
		('account', 'accounts', 'account_words(r.name, r.domain, r.website, r.phone, r.industry, r.city, r.country)'),
		('deal', 'deals', 'deal_words(r.name, r.lost_reason)'),
		('project', 'projects', 'deal_words(r.name, null)'),
		('document', 'documents', 'lower(r.title)')) s (kind, place, words)
		where s.kind = any (kinds)
	loop
		return query execute format('with m as materialized (select r.id, %2$s as words from %1$I r
				where r.org_id = $1 and r.deleted_at is null and $2 <%% %2$s),
				measured as (select m.id, word_similarity($2, m.words) as likeness from m where not exists (
					select from unnest($4) w where word_similarity(w, m.words) < case when length(w) < 7 then 0.19 else 0.28 end))
			select %3$L::text, x.id, x.likeness from measured x order by x.likeness desc, x.id desc limit $3', source.place, source.words, source.kind)
			using current_org(), lower(part), case source.kind when 'document' then greatest(most, 200) else most end, words;
	end loop;
end $function$
;
CREATE OR REPLACE FUNCTION public.find_api_key(hash bytea)
 RETURNS TABLE(key_id uuid, org_id uuid, org_time_zone text, member_id uuid, member_name text, role text, scopes text[], expires_at timestamp with time zone, last_used_at timestamp with time zone)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
#variable_conflict use_column
begin
	return query select k.id, k.org_id, o.time_zone, m.id, m.name, m.role, k.scopes, k.expires_at, k.last_used_at
	from api_keys k
	join memberships m on m.org_id = k.org_id and m.id = k.member_id
	join organisations o on o.id = k.org_id
	where k.key_hash = find_api_key.hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > now());
end $function$
;
CREATE OR REPLACE FUNCTION public.find_booking_org(wanted text)
 RETURNS TABLE(org_id uuid, name text, slug text, colour text, time_zone text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
	select o.id, o.name, o.slug, o.colour, o.time_zone from organisations o where o.slug = wanted
$function$
;
CREATE OR REPLACE FUNCTION public.find_by_last_digits(digits text, most integer)
 RETURNS TABLE(kind text, id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 20
 SET search_path TO 'pg_catalog', 'public'
AS $function$
	(with m as materialized (select r.id from contacts r where r.org_id = current_org() and r.deleted_at is null
			and contact_words(r.first_name, r.last_name, r.email, r.phone, r.job_title, r.city, r.country) like '%' || digits || '%'
			and r.phone like '%' || digits)
		select 'contact', m.id from m where digits ~ '^[0-9]{4,}$' order by m.id desc limit most)
	union all
	(with m as materialized (select r.id from accounts r where r.org_id = current_org() and r.deleted_at is null
			and account_words(r.name, r.domain, r.website, r.phone, r.industry, r.city, r.country) like '%' || digits || '%'
			and r.phone like '%' || digits)
		select 'account', m.id from m where digits ~ '^[0-9]{4,}$' order by m.id desc limit most)
$function$
;
CREATE OR REPLACE FUNCTION public.find_by_name(part text, most integer, kinds text[] DEFAULT ARRAY['account'::text, 'deal'::text, 'project'::text, 'task'::text, 'lead'::text])
 RETURNS TABLE(kind text, id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 30
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
	pattern text := like_part(part);
	source record;
	found uuid[];
begin
	for source in select * from (values
		('account', 'accounts', 'name', ' and r.deleted_at is null',
			'account_words(r.name, r.domain, r.website, r.phone, r.industry, r.city, r.country)'),
		('deal', 'deals', 'name', ' and r.deleted_at is null', 'deal_words(r.name, r.lost_reason)'),
		('project', 'projects', 'name', ' and r.deleted_at is null', 'deal_words(r.name, null)'),
		('task', 'tasks', 'title', '', 'lower(r.title)'),
		('lead', 'leads', 'title', '', 'lower(r.title)'),
		('document', 'documents', 'title', ' and r.deleted_at is null', 'lower(r.title)'),
		('appointment', 'appointments', 'title', '', 'lower(r.title)')) s (kind, place, words, live, indexed)
		where s.kind = any (kinds)
	loop
		execute format('select array_agg(n.id) from (select x.id from
				(select r.id, r.%2$I as words from %1$I r where r.org_id = $1%3$s order by r.id desc limit 1000) x
				where lower(x.words) like $2 order by x.id desc limit $3) n', source.place, source.words, source.live)
			into found using current_org(), pattern, most;
		if coalesce(cardinality(found), 0) < most then
			execute format('with m as materialized (select r.id from %1$I r where r.org_id = $1%3$s and %4$s like $2
				and lower(r.%2$I) like $2)
				select array_agg(n.id) from (select m.id from m order by m.id desc limit $3) n',
					source.place, source.words, source.live, source.indexed)
				into found using current_org(), pattern, most;
		end if;
		return query select source.kind, each from unnest(found) each;
	end loop;
end $function$
;
CREATE OR REPLACE FUNCTION public.find_contacts_by_addresses(emails citext[], phones text[])
 RETURNS TABLE(id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
	select c.id from unnest(emails) as e (email) cross join lateral (
		select x.id from contacts x where x.org_id = current_org() and x.email = e.email and x.email is not null and x.deleted_at is null offset 0
	) c
	union
	select c.id from unnest(phones) as p (phone) cross join lateral (
		select x.id from contacts x where x.org_id = current_org() and x.phone = p.phone and x.phone is not null and x.deleted_at is null offset 0
	) c
$function$
;
CREATE OR REPLACE FUNCTION public.find_contacts_by_prefix(prefix text, most integer)
 RETURNS TABLE(id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 50
 SET search_path TO 'pg_catalog', 'public'
AS $function$
	select found.id from (
		(select c.id from contacts c where c.org_id = current_org()
			and lower(c.first_name) ~>=~ lower(prefix) and lower(c.first_name) ~<~ (lower(prefix) || U&'\+10FFFF') limit most)
		union
		(select c.id from contacts c where c.org_id = current_org()
			and lower(c.last_name) ~>=~ lower(prefix) and lower(c.last_name) ~<~ (lower(prefix) || U&'\+10FFFF') limit most)
		union
		(select c.id from contacts c where c.org_id = current_org() and c.email is not null
			and lower(c.email::text) ~>=~ lower(prefix) and lower(c.email::text) ~<~ (lower(prefix) || U&'\+10FFFF') limit most)
		union
		(select c.id from contacts c where c.org_id = current_org() and c.phone is not null
			and c.phone ~>=~ prefix and c.phone ~<~ (prefix || U&'\+10FFFF') limit most)
	) found limit most
$function$
;
CREATE OR REPLACE FUNCTION public.find_duplicates(contact_ids uuid[])
 RETURNS TABLE(one uuid, other uuid, reasons text[], score integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
	with asked as (
		select c.* from contacts c where c.org_id = current_org() and c.id = any(contact_ids) and c.deleted_at is null
	), met as (
		select a.id as one, x.id as other, 0 as crowd from asked a cross join lateral (
			select c.id from contacts c where c.org_id = current_org() and c.email = a.email and c.email is not null and c.deleted_at is null limit 20) x
		union all
		select a.id, x.id, 0 from asked a cross join lateral (
			select c.id from contacts c where c.org_id = current_org() and c.phone = a.phone and c.phone is not null and c.deleted_at is null limit 20) x
		union all
		select a.id, x.id, count(*) over (partition by a.id) from asked a cross join lateral (
			select c.id from contacts c where c.org_id = current_org() and c.deleted_at is null
				and name_key_by_last(c.first_name, c.last_name) = name_key_by_last(a.first_name, a.last_name) limit 40) x
		union all
		select a.id, x.id, count(*) over (partition by a.id) from asked a cross join lateral (
			select c.id from contacts c where c.org_id = current_org() and c.deleted_at is null
				and name_key_by_first(c.first_name, c.last_name) = name_key_by_first(a.first_name, a.last_name) limit 40) x
	), pairs as (
		select least(one, other) as one, greatest(one, other) as other, max(crowd) as crowd from met where one <> other group by 1, 2
	), seen as (
		select p.one, p.other, p.crowd,
			coalesce(a.email = b.email, false) as email, coalesce(a.phone = b.phone, false) as phone,
			coalesce(a.account_id = b.account_id, false) as account,
			coalesce(plain_name(a.city) = plain_name(b.city) and btrim(a.city) <> '', false) as city,
			case when btrim(a.first_name || a.last_name) = '' or btrim(b.first_name || b.last_name) = '' then 0
				else similarity(plain_name(a.first_name || ' ' || a.last_name), plain_name(b.first_name || ' ' || b.last_name)) end as like_name
		from pairs p join contacts a on a.org_id = current_org() and a.id = p.one join contacts b on b.org_id = current_org() and b.id = p.other
	), scored as (
		select *, like_name >= 0.5 and (account or city or email or phone or (crowd <= 6 and like_name >= 0.6)) as named from seen
	)
	select one, other,
		array_remove(array[case when email then 'email' end, case when phone then 'phone' end, case when named then 'name' end,
			case when named and account then 'account' end, case when named and city then 'city' end], null),
		least(100, round(case when email then 80 else 0 end + case when phone then 60 else 0 end + case when named then like_name * 50
			+ case when account then 25 else 0 end + case when city then 15 else 0 end else 0 end))::integer
	from scored where email or phone or named
$function$
;
CREATE OR REPLACE FUNCTION public.find_inbound_address(wanted_channel text, wanted citext)
 RETURNS TABLE(org_id uuid, id uuid, location_id uuid, secret_hash bytea)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
	select a.org_id, a.id, a.location_id, a.secret_hash from inbound_addresses a
	where a.channel = wanted_channel and a.address = wanted
$function$
;
CREATE OR REPLACE FUNCTION public.find_messages_by_words(words tsquery, most integer)
 RETURNS TABLE(id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 20
 SET search_path TO 'pg_catalog', 'public'
AS $function$
	select m.id from (select x.id from messages x where x.org_id = current_org()
		and (x.channel = 'chat' or x.direction = 'in' or x.author_kind = 'member')
		and message_words(x.subject, x.body_text) @@ words limit 1000) m order by m.id desc limit most
$function$
;
CREATE OR REPLACE FUNCTION public.find_provider_message(provider_name text, external text)
 RETURNS TABLE(org_id uuid, message_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
	select m.org_id, m.id from messages m where m.provider = provider_name and m.provider_message_id = external limit 1
$function$
;
CREATE OR REPLACE FUNCTION public.find_public_link(link_kind text, hash bytea)
 RETURNS TABLE(org_id uuid, link_id uuid, subject_id uuid, contact_id uuid, message_id uuid, expires_at timestamp with time zone, revoked_at timestamp with time zone, org_name text, org_slug text, org_colour text, org_time_zone text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
	select l.org_id, l.id, l.subject_id, l.contact_id, l.message_id, l.expires_at, l.revoked_at, o.name, o.slug, o.colour, o.time_zone
	from public_links l join organisations o on o.id = l.org_id
	where l.token_hash = hash and l.kind = link_kind
$function$
;
CREATE OR REPLACE FUNCTION public.find_session(hash bytea)
 RETURNS TABLE(session_id uuid, user_id uuid, email citext, name text, email_verified_at timestamp with time zone, time_zone text, locale text, theme text, start_page text, expires_at timestamp with time zone, seen_at timestamp with time zone, org_id uuid, org_name text, org_slug text, org_time_zone text, org_currency text, org_colour text, member_id uuid, role text, org_count bigint)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
#variable_conflict use_column
begin
	return query select s.id, u.id, u.email, u.name, u.email_verified_at, u.time_zone, u.locale, u.theme, u.start_page,
		s.expires_at, s.seen_at, o.id, o.name, o.slug, o.time_zone, o.currency, o.colour, m.id, m.role,
		(select count(*) from memberships x where x.user_id = u.id)
	from sessions s
	join users u on u.id = s.user_id
	left join memberships m on m.user_id = u.id and m.org_id = s.org_id
	left join organisations o on o.id = m.org_id
	where s.token_hash = find_session.hash and s.expires_at > now();
end $function$
;
CREATE OR REPLACE FUNCTION public.find_shop_connection(connection uuid)
 RETURNS TABLE(org_id uuid, id uuid, kind text, webhook_secret_sealed text, previous_webhook_secret_sealed text, mapping jsonb, enabled boolean, version integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
	select c.org_id, c.id, c.kind, c.webhook_secret_sealed, c.previous_webhook_secret_sealed, c.mapping, c.enabled, c.version
	from shop_connections c where c.id = connection
$function$
;
CREATE OR REPLACE FUNCTION public.find_shop_intake(connection uuid)
 RETURNS TABLE(org_id uuid, id uuid, kind text, name text, webhook_secret_sealed text, previous_webhook_secret_sealed text, mapping jsonb, enabled boolean, version integer, location_ids text[])
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
	select c.org_id, c.id, c.kind, c.name, c.webhook_secret_sealed, c.previous_webhook_secret_sealed, c.mapping, c.enabled,
		c.version, array(select l.external_id from shop_locations l
			where l.org_id = c.org_id and l.connection_id = c.id and l.location_id is not null)
	from shop_connections c where c.id = connection
$function$
;
CREATE OR REPLACE FUNCTION public.find_suppressions(addresses citext[])
 RETURNS TABLE(channel text, address citext, reason text, created_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 10
 SET search_path TO 'pg_catalog', 'public'
AS $function$
	select s.channel, s.address, s.reason, s.created_at from suppressions s
	where s.org_id = current_org() and s.channel in ('email', 'sms') and s.address = any(addresses)
$function$
;
CREATE OR REPLACE FUNCTION public.find_workflow_hook(hash bytea)
 RETURNS TABLE(org_id uuid, workflow_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
	select t.org_id, t.workflow_id from workflow_triggers t where t.kind = 'webhook' and t.token_hash = hash
$function$
;
CREATE OR REPLACE FUNCTION public.follow_account(of_org uuid, of_kind text, of_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
	account constant uuid := account_of(of_org, of_kind, of_id);
	people uuid[] := '{}';
	about record;
begin
	if of_kind = 'contact' then
		people := array(
			with recursive own (id) as (
				select of_id union select c.id from own join contacts c on c.org_id = of_org and c.merged_into = own.id
			) select own.id from own);
		update messages x set account_id = account
			where x.org_id = of_org and x.contact_id = any (people) and x.account_id is distinct from account;
		update appointments x set account_id = account
			where x.org_id = of_org and x.contact_id = any (people) and x.account_id is distinct from account;
	end if;
	for about in
		select of_kind as kind, array[of_id] as ids where of_kind <> 'contact'
		union all select 'contact', people where of_kind = 'contact'
		union all select 'lead', array(select l.id from leads l where l.org_id = of_org and l.contact_id = any (people))
		union all select 'conversation', array(select c.id from conversations c where c.org_id = of_org and c.contact_id = any (people))
	loop
		continue when cardinality(about.ids) = 0;
		update notes x set account_id = account where x.org_id = of_org and x.subject_type = about.kind
			and x.subject_id = any (about.ids) and x.account_id is distinct from account;
		update tasks x set account_id = account where x.org_id = of_org and x.subject_type = about.kind
			and x.subject_id = any (about.ids) and x.account_id is distinct from account;
		update events x set account_id = account where x.org_id = of_org and x.subject_type = about.kind
			and x.subject_id = any (about.ids) and x.name !~ '^(message|touch|chat)[.]' and x.account_id is distinct from account;
		update events x set parent_account_id = account where x.org_id = of_org and x.parent_type = about.kind
			and x.parent_id = any (about.ids) and x.parent_id is not null and x.name !~ '^(message|touch|chat)[.]'
			and x.parent_account_id is distinct from account;
	end loop;
end $function$
;
CREATE OR REPLACE FUNCTION public.forget_contract_file()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
	delete from files where org_id = old.org_id and id = old.file_id;
	return null;
end $function$
;
CREATE OR REPLACE FUNCTION public.give_deal_pipeline()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
	perform make_deal_pipeline(new.id);
	return new;
end $function$
;
CREATE OR REPLACE FUNCTION public.give_default_collection()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
	insert into collections (org_id, id, name, is_default) values (new.id, uuidv7(), 'General', true);
	return new;
end $function$
;
CREATE OR REPLACE FUNCTION public.give_rate(bucket_name text, per_second double precision)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
	update rate_limits set full_at = full_at - make_interval(secs => 1 / per_second) where bucket = bucket_name
$function$
;
CREATE OR REPLACE FUNCTION public.give_rates(given jsonb)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
	update rate_limits r set full_at = r.full_at - make_interval(secs => g.calls / g.per_second)
	from jsonb_to_recordset(given) as g (bucket text, calls integer, per_second double precision) where r.bucket = g.bucket
$function$
;
CREATE OR REPLACE FUNCTION public.have_account_followed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
	perform follow_account(new.org_id, tg_argv[0], new.id);
	return null;
end $function$
;
CREATE OR REPLACE FUNCTION public.like_literal(words text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN replace(replace(replace(lower(words), '\'::text, '\\'::text), '%'::text, '\%'::text), '_'::text, '\_'::text)
;
CREATE OR REPLACE FUNCTION public.like_part(part text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog'
RETURN (('%'::text || replace(replace(replace(lower(part), '\'::text, '\\'::text), '%'::text, '\%'::text), '_'::text, '\_'::text)) || '%'::text)
;
CREATE OR REPLACE FUNCTION public.make_deal_pipeline(org uuid)
 RETURNS uuid
 LANGUAGE sql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
	with made as (
		insert into pipelines (org_id, id, kind, name) values (org, uuidv7(), 'deal', 'Sales') returning id
	)
	insert into pipeline_stages (org_id, id, pipeline_id, name, position, outcome, probability, ages_after_days)
	select org, uuidv7(), made.id, s.name, s.position, s.outcome, s.probability, s.ages
	from made, (values
		('Qualified', 1, 'open', 10, 14), ('Meeting', 2, 'open', 30, 14), ('Proposal', 3, 'open', 50, 21),
		('Negotiation', 4, 'open', 75, 21), ('Won', 5, 'won', 100, null), ('Lost', 6, 'lost', 0, null)
	) s (name, position, outcome, probability, ages)
	returning pipeline_id
$function$
;
CREATE OR REPLACE FUNCTION public.match_chosen_passages(seen uuid[], asked text, most integer, chosen uuid[], within bigint)
 RETURNS TABLE(id uuid, score real)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 100
 SET search_path TO 'pg_catalog', 'public'
 SET enable_seqscan TO 'off'
AS $function$
#variable_conflict use_variable
declare
	org uuid := current_org();
	enough constant integer := 4000;
	frequencies constant float8[] := array[0.30396, 0.68392, 0.79368, 0.84645, 0.87761, 0.89821, 0.91286, 0.92381, 0.93231, 0.93911, 0.94466, 0.94928,
		0.95319, 0.95654, 0.95944, 0.96198, 0.96422, 0.96621, 0.96799, 0.96959, 0.97104, 0.97236, 0.97356, 0.97466, 0.97568, 0.97661, 0.97748, 0.97828, 0.97903, 0.97973];
	total bigint;
	mean double precision;
	words text[];
	weights real[];
	counts integer[];
	rare text;
	is_cut boolean;
	query tsquery;
	source text;
	ways text[];
	score text;
begin
	select array_agg(w.lexeme order by w.passages, w.lexeme), array_agg(w.weight order by w.passages, w.lexeme),
			array_agg(w.passages order by w.passages, w.lexeme),
			string_agg(w.lexeme, ' | ' order by w.passages, w.lexeme) filter (where w.before = 0 or w.before + w.passages <= enough)
		into words, weights, counts, rare
		from (
			select x.lexeme, x.weight, x.passages, sum(x.passages) over (order by x.passages, x.lexeme) - x.passages as before
			from (select quote_literal(replace(y.word, '\', '\\')) as lexeme, y.weight, y.passages from weigh_words(asked) y) x
		) w;
	if words is null then return; end if;
	select greatest(1, t.passages), greatest(1, t.words::float8 / greatest(1, t.passages)) into total, mean
		from knowledge_totals t where t.org_id = org;
	is_cut := counts[1] > enough;
	if cardinality(words) = 1 and not is_cut and chosen is null then
		query := words[1]::tsquery;
		return query
			select c.id, (2.2 * weights[1] / (1 + (0.3 + 0.9 / mean * c.length) / width_bucket(c.rank, frequencies)))::real as score
			from (select p.id, p.length, ts_rank('{1,1,1,1}', p.words, query)::float8 as rank from passages p
				where p.org_id = org and p.collection_id = any (seen) and p.words @@ query offset 0) c
			where c.rank > 0 and width_bucket(c.rank, frequencies) > 0
			order by score desc, c.id limit most;
		return;
	end if;
	-- Of several words, copied once instead of read for each from where the words of long passages lie.
	source := format('select p.id, p.length, %s as words from passages p where p.org_id = %L and p.collection_id = any (%L::uuid[])',
		case when cardinality(words) > 1 and mean > 80 then 'setweight(p.words, ''D'')' else 'p.words' end, org, seen);
	if chosen is not null then
		source := source || format(' and p.document_id = any (%L::uuid[])', chosen);
	end if;
	ways := array[format('p.words @@ %L::tsquery', rare)];
	if chosen is not null and within <= 20000 and cardinality(words) > 1 then
		ways := ways || format('p.words @@ %L::tsquery and not p.words @@ %L::tsquery', array_to_string(words, ' | '), rare);
	elsif is_cut and cardinality(words) > 1 then
		ways := array[format('p.words @@ %L::tsquery', array_to_string(words, ' & ')),
			format('p.words @@ %L::tsquery and not p.words @@ %L::tsquery', rare, array_to_string(words, ' & '))];
	end if;
	-- What stands in every fourth passage or more is found soonest by reading along, the newest documents first.
	source := (select string_agg(format('(%s and %s%s%s)', source, way,
			case when is_cut and chosen is null and counts[1] >= total / 4 then ' order by p.document_id desc, p.position desc' end,
			case when is_cut or chosen is not null then ' limit ' || enough else ' offset 0' end), ' union all ' order by n)
		from unnest(ways) with ordinality as w (way, n));
	score := (select string_agg(format(
			'coalesce(%L::float8 / (1::float8 + c.k / nullif(width_bucket(ts_rank(''{1,1,1,1}'', c.words, %L::tsquery)::float8, $2), 0)), 0)',
			2.2 * weights[n], words[n]), ' + ' order by n)
		from generate_subscripts(words, 1) n);
	return query execute format(
		'select c.id, (%s)::real as score from (select u.id, u.words, 0.3::float8 + %L::float8 * u.length as k from (%s) u limit %s) c order by score desc, c.id limit $1',
		score, 0.9 / mean, source, case when is_cut or chosen is not null then enough::text else 'all' end)
		using most, frequencies;
end $function$
;
CREATE OR REPLACE FUNCTION public.match_passages(seen uuid[], asked text, most integer)
 RETURNS TABLE(id uuid, score real)
 LANGUAGE sql
 STABLE ROWS 100
AS $function$
	select m.id, m.score from match_chosen_passages(seen, asked, most, null, 0) m
$function$
;
CREATE OR REPLACE FUNCTION public.member_preferences(member uuid)
 RETURNS TABLE(time_zone text, locale text, theme text, start_page text, notifications jsonb, made boolean)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
	person uuid := (select m.user_id from memberships m where m.org_id = current_org() and m.id = member);
	first_time boolean;
begin
	update users u set preferences_made_at = now() where u.id = person and u.preferences_made_at is null;
	first_time := found;
	return query select u.time_zone, u.locale, u.theme, u.start_page, u.notifications, first_time from users u where u.id = person;
end $function$
;
CREATE OR REPLACE FUNCTION public.message_words(subject text, body text)
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN to_tsvector('simple'::regconfig, "left"(((subject || ' '::text) || body), 20000))
;
CREATE OR REPLACE FUNCTION public.name_key_by_first(first_name text, last_name text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN ((btrim(first_name) <> ''::text) AND (btrim(last_name) <> ''::text)) THEN (("left"(plain_name(first_name), 4) || ' '::text) || "left"(plain_name(last_name), 1)) ELSE NULL::text END
;
CREATE OR REPLACE FUNCTION public.name_key_by_last(first_name text, last_name text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN ((btrim(first_name) <> ''::text) AND (btrim(last_name) <> ''::text)) THEN (("left"(plain_name(first_name), 1) || ' '::text) || "left"(plain_name(last_name), 4)) ELSE NULL::text END
;
CREATE OR REPLACE FUNCTION public.near_chosen_passages(seen uuid[], asked_model text, asked halfvec, most integer, readable bigint, chosen uuid[], within bigint)
 RETURNS TABLE(id uuid, distance real)
 LANGUAGE plpgsql
 ROWS 100
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
	size integer;
begin
	if chosen is null then
		return query select n.id, n.distance from near_passages(seen, asked_model, asked, most, readable) n;
		return;
	end if;
	size := vector_size(asked_model);
	if size is distinct from vector_dims(asked) then return; end if;
	if within <= 20000 then
		return query
			select v.passage_id, m.far
			from passages p
				join passage_vectors v on v.org_id = p.org_id and v.passage_id = p.id
				cross join lateral (select (v.embedding <=> asked)::real as far) m
			where p.org_id = current_org() and p.document_id = any (chosen) and v.model = asked_model and v.collection_id = any (seen)
			order by m.far, v.passage_id limit most;
		return;
	end if;
	perform set_config('hnsw.iterative_scan', 'relaxed_order', true), set_config('hnsw.ef_search', greatest(near_width(within), most)::text, true);
	return query execute format(
		'select near.passage_id, near.far from (
			select v.passage_id, (v.embedding::halfvec(%1$s) <=> $1::halfvec(%1$s))::real as far from passage_vectors v
			where v.org_id = %2$L and v.model = %3$L and v.collection_id = any ($2) and exists (
				select from passages p where p.org_id = v.org_id and p.id = v.passage_id and p.document_id = any ($4))
			order by v.embedding::halfvec(%1$s) <=> $1::halfvec(%1$s) limit $3
		) near order by near.far', size, current_org(), asked_model) using asked, seen, most, chosen;
end $function$
;
CREATE OR REPLACE FUNCTION public.near_passages(seen uuid[], asked_model text, asked halfvec, most integer, readable bigint)
 RETURNS TABLE(id uuid, distance real)
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
AS $function$
declare
	size integer;
begin
	if readable > 500 then
		-- Of few each says its own size; of many one is asked for all, or each would be unpacked twice.
		size := vector_size(asked_model);
		if size is distinct from vector_dims(asked) then return; end if;
	end if;
	if readable <= 20000 then
		return query
			select m.id, m.far from unnest(seen) s(id) cross join lateral (
				select v.passage_id as id,
					case when coalesce(size, vector_dims(v.embedding)) = vector_dims(asked) then (v.embedding <=> asked)::real end as far
				from passage_vectors v where v.org_id = current_org() and v.model = asked_model and v.collection_id = s.id offset 0
			) m
			where m.far is not null order by m.far, m.id limit most;
		return;
	end if;
	perform set_config('hnsw.iterative_scan', 'relaxed_order', true), set_config('hnsw.ef_search', greatest(near_width(readable), most)::text, true);
	return query execute near_statement(size, asked_model) using asked, seen, most;
end $function$
;
CREATE OR REPLACE FUNCTION public.near_statement(size integer, asked_model text)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public'
AS $function$
	select format(
		'select near.passage_id, near.far from (
			select v.passage_id, (v.embedding::halfvec(%1$s) <=> $1::halfvec(%1$s))::real as far from passage_vectors v
			where v.org_id = %2$L and v.model = %3$L and v.collection_id = any ($2)
			order by v.embedding::halfvec(%1$s) <=> $1::halfvec(%1$s) limit $3
		) near order by near.far', size, current_org(), asked_model)
$function$
;
CREATE OR REPLACE FUNCTION public.near_width(passages bigint)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ select case when passages > 60000 then 200 else 100 end $function$
;
CREATE OR REPLACE FUNCTION public.pass_on_sort_name()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
	update contacts set sort_account = new.sort_name where org_id = new.org_id and account_id = new.id;
	update deals set sort_account = new.sort_name where org_id = new.org_id and account_id = new.id;
	update projects set sort_account = new.sort_name where org_id = new.org_id and account_id = new.id;
	return null;
end $function$
;
CREATE OR REPLACE FUNCTION public.plain_name(name text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN lower(unaccent('unaccent'::regdictionary, btrim(name)))
;
CREATE OR REPLACE FUNCTION public.put_sort_account()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
	new.sort_account := null;
	-- Asked for only where there is one: whoever erases a person takes the account away and may not read accounts.
	if new.account_id is not null then
		select a.sort_name into new.sort_account from accounts a where a.org_id = new.org_id and a.id = new.account_id;
	end if;
	return new;
end $function$
;
CREATE OR REPLACE FUNCTION public.search_field_values(field uuid, op text, words text, most integer, after uuid DEFAULT NULL::uuid)
 RETURNS TABLE(id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 200
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
	part text := case when length(words) < 3 then '% ' else '%' end || like_literal(left(words, 500)) || '%';
	test text := case op when 'is' then format('lower(v.text_value) = lower(%L)', words)
		when 'begins' then format('lower(v.text_value) like %L', like_literal(words) || '%') else 'true' end;
begin
	return query execute format(
		'select v.record_id from custom_values v where v.org_id = %L and v.field_id = %L and v.text_value is not null
			and ('' '' || lower(left(v.text_value, 500))) like %L and %s%s limit %s',
		current_org(), field, part, test, case when after is null then ''
			else format(' and v.record_id > %L order by v.record_id', after) end, most);
end $function$
;
CREATE OR REPLACE FUNCTION public.search_records(kind text, conditions jsonb, most integer, after uuid DEFAULT NULL::uuid)
 RETURNS TABLE(id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 200
 SET search_path TO 'pg_catalog', 'public'
 SET max_parallel_workers_per_gather TO '0'
 SET enable_sort TO 'off'
 SET jit TO 'off'
AS $function$
declare
	target text := case kind when 'contact' then 'contacts' when 'account' then 'accounts' when 'deal' then 'deals' when 'project' then 'projects' end;
	words text := case kind
		when 'contact' then 'contact_words(r.first_name, r.last_name, r.email, r.phone, r.job_title, r.city, r.country)'
		when 'account' then 'account_words(r.name, r.domain, r.website, r.phone, r.industry, r.city, r.country)'
		when 'deal' then 'deal_words(r.name, r.lost_reason)' else 'deal_words(r.name, null)' end;
	columns jsonb := case kind
		when 'contact' then '{"name": "btrim(r.first_name || '' '' || r.last_name)", "email": "r.email::text", "phone": "r.phone", "jobTitle": "r.job_title", "city": "r.city", "country": "r.country"}'
		when 'account' then '{"name": "r.name", "domain": "r.domain", "website": "r.website", "phone": "r.phone", "industry": "r.industry", "city": "r.city", "country": "r.country"}'
		when 'deal' then '{"name": "r.name", "lostReason": "r.lost_reason"}' else '{"name": "r.name"}' end::jsonb;
	condition jsonb;
	part text;
	pattern text;
	found_accounts uuid[];
	wanted text := '';
	source text;
	hits integer;
	seen integer;
	look integer;
	found uuid[];
begin
	if target is null then raise exception 'no kind of record'; end if;
	for condition in select * from jsonb_array_elements(conditions) loop
		part := condition ->> 'text';
		pattern := case when length(part) < 3 then '% ' || like_literal(part) || '%' else '%' || like_literal(part) || '%' end;
		if condition ->> 'on' = 'any' then
			found_accounts := null;
			if kind <> 'account' and length(part) >= 3 then
				select array_agg(s.id) into found_accounts
					from search_records('account', jsonb_build_array(jsonb_build_object('on', 'name', 'op', 'contains', 'text', part)), 200) s;
			end if;
			wanted := wanted || format(' and (%s like %L%s)', words, pattern,
				case when found_accounts is null then '' else format(' or r.account_id = any(%L::uuid[])', found_accounts) end);
		elsif columns ? (condition ->> 'on') then
			wanted := wanted || format(' and %s like %L and lower(%s) %s', words, pattern, columns ->> (condition ->> 'on'),
				case condition ->> 'op' when 'is' then format('= lower(%L)', part)
					when 'begins' then format('like %L', like_literal(part) || '%')
					else format('like %L', case when length(part) < 3 then pattern else '%' || like_literal(part) || '%' end) end);
		else raise exception 'no column %', condition ->> 'on';
		end if;
	end loop;
	source := format('%I r where r.org_id = %L and r.deleted_at is null', target, current_org());
	-- Under policies the planner knows nothing of how common words are. The newest records tell.
	execute format('select count(*) filter (where true%s), count(*) from (select r.* from %s order by r.id desc limit 1000) r', wanted, source)
		into hits, seen;
	if after is not null then
		return query execute format(case when hits >= 20 then 'select r.id from %1$s and r.id > %3$L%2$s order by r.id limit %4$s'
			else 'with m as materialized (select r.id from %1$s and r.id > %3$L%2$s) select m.id from m order by m.id limit %4$s' end,
			source, wanted, after, most);
	elsif hits >= 20 or seen < 1000 then
		look := case when seen < 1000 then 100000 else least(100000, ceil(1500.0 * most / hits)) end;
		loop
			execute format('select array_agg(s.id) from (select r.id from (select r.* from %s order by r.id desc limit %s) r
				where true%s limit %s) s', source, look, wanted, most) into found;
			exit when cardinality(found) >= most or look >= 100000;
			look := 100000;
		end loop;
		return query select each from unnest(found) each;
	else
		return query execute format('with m as materialized (select r.id from %s%s) select m.id from m order by m.id desc limit %s',
			source, wanted, most);
	end if;
end $function$
;
CREATE OR REPLACE FUNCTION public.steps_between(one text, other text)
 RETURNS integer
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
declare
	a constant text[] := regexp_split_to_array(left(one, 24), '');
	b constant text[] := regexp_split_to_array(left(other, 24), '');
	m constant integer := cardinality(b);
	before integer[];
	last integer[] := array(select generate_series(0, m));
	line integer[];
	best integer;
begin
	for i in 1 .. cardinality(a) loop
		line := array[i];
		for j in 1 .. m loop
			best := least(last[j] + (a[i] <> b[j])::integer, last[j + 1] + 1, line[j] + 1);
			if i > 1 and j > 1 and a[i] = b[j - 1] and a[i - 1] = b[j] then best := least(best, before[j - 1] + 1); end if;
			line := line || best;
		end loop;
		before := last;
		last := line;
	end loop;
	return last[m + 1];
end $function$
;
CREATE OR REPLACE FUNCTION public.system_table(target regclass, rights text DEFAULT 'select'::text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
	execute format('create policy system on %s for all to perigee_system using (true) with check (true)', target);
	execute format('grant %s on %s to perigee_system', rights, target);
end $function$
;
CREATE OR REPLACE FUNCTION public.take_account_of_contact()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
	new.account_id := account_of(new.org_id, 'contact', new.contact_id);
	return new;
end $function$
;
CREATE OR REPLACE FUNCTION public.take_account_of_event()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
	new.account_id := account_of(new.org_id, new.subject_type, new.subject_id);
	if new.parent_id is not null then
		new.parent_account_id := account_of(new.org_id, new.parent_type, new.parent_id);
	end if;
	return new;
end $function$
;
CREATE OR REPLACE FUNCTION public.take_account_of_subject()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
	new.account_id := account_of(new.org_id, new.subject_type, new.subject_id);
	return new;
end $function$
;
CREATE OR REPLACE FUNCTION public.take_rate(bucket_name text, capacity integer, per_second double precision, OUT allowed boolean, OUT left_over integer, OUT wait_seconds double precision)
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
	each constant interval := make_interval(secs => 1 / per_second);
	whole constant interval := make_interval(secs => capacity / per_second);
	at constant timestamptz := clock_timestamp();
	next_full timestamptz;
begin
	insert into rate_limits as r (bucket, full_at) values (bucket_name, at + each)
	on conflict (bucket) do update set full_at = greatest(r.full_at, at) + each
		where greatest(r.full_at, at) + each <= at + whole
	returning full_at into next_full;
	allowed := next_full is not null;
	if not allowed then
		select full_at + each into next_full from rate_limits where bucket = bucket_name;
	end if;
	left_over := greatest(0, floor(capacity - extract(epoch from next_full - at) * per_second));
	wait_seconds := case when allowed then 0 else greatest(0, extract(epoch from next_full - at - whole)) end;
end $function$
;
CREATE OR REPLACE FUNCTION public.take_rates(bucket_name text, capacity integer, per_second double precision, wanted integer, OUT taken integer, OUT left_over integer, OUT wait_seconds double precision)
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
	at timestamptz;
	full_from timestamptz;
	free double precision;
begin
	insert into rate_limits (bucket, full_at) values (bucket_name, clock_timestamp()) on conflict (bucket) do nothing;
	select full_at into full_from from rate_limits where bucket = bucket_name for update;
	-- After the wait for whoever took before: a bucket is never read as it will be.
	at := clock_timestamp();
	full_from := greatest(coalesce(full_from, at), at);
	free := capacity - extract(epoch from full_from - at) * per_second;
	-- Instants are kept to the microsecond; a whole call is not lost to that.
	taken := greatest(0, least(wanted, capacity, floor(free + 1e-3)));
	left_over := greatest(0, floor(free + 1e-3) - taken);
	wait_seconds := case when taken > 0 then 0 else greatest(0, (1 - free) / per_second) end;
	if taken > 0 then
		update rate_limits set full_at = full_from + make_interval(secs => taken / per_second) where bucket = bucket_name;
	end if;
end $function$
;
CREATE OR REPLACE FUNCTION public.tenant_table(target regclass, rights text DEFAULT 'select, insert, update, delete'::text, key text DEFAULT 'org_id'::text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
	execute format('alter table %s enable row level security', target);
	execute format('alter table %s force row level security', target);
	execute format('create policy tenant on %s for all to perigee_app using (%I = current_org()) with check (%I = current_org())',
		target, key, key);
	execute format('grant %s on %s to perigee_app', rights, target);
end $function$
;
CREATE OR REPLACE FUNCTION public.vector_size(asked_model text)
 RETURNS integer
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'public'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_sort TO 'off'
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
AS $function$
begin
	return (select vector_dims(v.embedding) from passage_vectors v
		where v.org_id = current_org() and v.model = asked_model order by v.org_id, v.model, v.collection_id limit 1);
end $function$
;
CREATE OR REPLACE FUNCTION public.weigh_words(asked text)
 RETURNS TABLE(word text, passages integer, weight real)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
#variable_conflict use_column
declare
	org uuid := current_org();
	lexemes text[] := (tsvector_to_array(to_tsvector('public.perigee_text', left(asked, 2000))))[1:40];
	known integer;
begin
	return query
		select w.word, w.passages, ln(1 + (greatest(t.passages, w.passages) - w.passages + 0.5) / (w.passages + 0.5))::real
		from knowledge_words w join knowledge_totals t on t.org_id = w.org_id
		where w.org_id = org and w.word = any (lexemes) and w.passages > 0;
	get diagnostics known = row_count;
	if known = cardinality(lexemes) then return; end if;
	return query
		select n.word, max(n.passages), max(n.likeness * ln(1 + (greatest(t.passages, n.passages) - n.passages + 0.5) / (n.passages + 0.5)))::real
		from unnest(lexemes) as a (lexeme) cross join lateral (
			select c.word, c.passages, greatest(similarity(c.word, a.lexeme), case when c.steps <= s.few then 1 - c.steps::real / length(a.lexeme) end)::real as likeness
			from (select case when length(a.lexeme) >= 9 then 3 when length(a.lexeme) >= 6 then 2 else 1 end as few) s cross join lateral (
				select k.word, k.passages, steps_between(k.word, a.lexeme) as steps from (
					(select w.word, w.passages from knowledge_words w
						where w.org_id = org and w.word % a.lexeme and w.passages > 0
						order by similarity(w.word, a.lexeme) desc, w.passages desc limit 6)
					union
					(select w.word, w.passages from knowledge_words w
						where w.org_id = org and bones_of(w.word) = bones_of(a.lexeme) and w.passages > 0
							and abs(length(w.word) - length(a.lexeme)) <= 3
						order by w.passages desc limit 12)
				) k
			) c
			order by c.steps, bones_of(c.word) <> bones_of(a.lexeme), similarity(c.word, a.lexeme) desc, c.passages desc limit 3
		) n join knowledge_totals t on t.org_id = org
		where length(a.lexeme) > 3 and n.likeness >= 0.4 and a.lexeme !~ '[0-9]' and n.word <> all (lexemes)
			and not exists (select from knowledge_words k where k.org_id = org and k.word = a.lexeme and k.passages > 0)
		group by n.word;
end $function$
;

grant delete, insert, select, update on account_contracts to perigee_app;
grant select, update on account_contracts to perigee_system;
grant delete, insert, select, update on account_deliveries to perigee_app;
grant delete, select, update on account_deliveries to perigee_system;
grant delete, insert, select, update on account_facts to perigee_app;
grant delete, insert, select, update on account_hooks to perigee_app;
grant select, update on account_hooks to perigee_system;
grant delete, insert, select on account_scores to perigee_app;
grant delete, insert, select, update on account_stakeholders to perigee_app;
grant delete, select, update on account_stakeholders to perigee_system;
grant delete, insert, select, update on account_told to perigee_app;
grant delete, insert, select, update on accounts to perigee_app;
grant select on accounts to perigee_search;
grant delete, insert, select, update on agents to perigee_app;
grant insert, select on ai_calls to perigee_app;
grant delete, insert, select, update on api_keys to perigee_app;
grant select, update on api_keys to perigee_system;
grant delete, insert, select, update on appointments to perigee_app;
grant select on appointments to perigee_search;
grant select, update on appointments to perigee_system;
grant delete, insert, select, update on approval_votes to perigee_app;
grant delete, select, update on approval_votes to perigee_system;
grant delete, insert, select, update on approvals to perigee_app;
grant delete, select, update on approvals to perigee_system;
grant delete, insert, select, update on artifact_approvals to perigee_app;
grant select, update on artifact_approvals to perigee_system;
grant delete, insert, select, update on artifact_tasks to perigee_app;
grant insert, select on artifact_versions to perigee_app;
grant select, update on artifact_versions to perigee_system;
grant delete, insert, select, update on artifacts to perigee_app;
grant select, update on artifacts to perigee_system;
grant delete, insert, select, update on assistant_messages to perigee_app;
grant delete, select, update on assistant_messages to perigee_system;
grant delete, insert, select, update on assistant_proposals to perigee_app;
grant delete, select, update on assistant_proposals to perigee_system;
grant delete, insert, select, update on assistant_threads to perigee_app;
grant delete, select, update on assistant_threads to perigee_system;
grant delete, insert, select, update on batch_changes to perigee_app;
grant delete, insert, select, update on batch_changes to perigee_system;
grant delete, insert, select, update on batch_refusals to perigee_app;
grant delete, insert, select, update on change_batches to perigee_app;
grant delete, select, update on change_batches to perigee_system;
grant delete, insert, select, update on collections to perigee_app;
grant insert, select on collections to perigee_system;
grant delete, insert, select, update on contact_identities to perigee_app;
grant delete, insert, select, update on contact_identities to perigee_system;
grant delete, insert, select, update on contact_scores to perigee_app;
grant delete, insert, select, update on contact_scores to perigee_system;
grant delete, insert, select, update on contacts to perigee_app;
grant select on contacts to perigee_search;
grant delete, insert, select, update on contacts to perigee_system;
grant delete, insert, select, update on contract_files to perigee_app;
grant select, update on contract_files to perigee_system;
grant delete, insert, select, update on conversations to perigee_app;
grant delete, insert, select, update on conversations to perigee_system;
grant delete, insert, select, update on custom_fields to perigee_app;
grant delete, insert, select, update on custom_values to perigee_app;
grant select on custom_values to perigee_search;
grant delete, insert, select, update on custom_values to perigee_system;
grant delete, insert, select, update on deals to perigee_app;
grant select on deals to perigee_search;
grant delete, insert, select, update on deals to perigee_system;
grant delete, insert, select, update on default_views to perigee_app;
grant insert, select on delivery_reports to perigee_app;
grant delete, insert, select, update on delivery_reports to perigee_system;
grant delete, insert, select, update on document_versions to perigee_app;
grant select on document_versions to perigee_system;
grant delete, insert, select, update on documents to perigee_app;
grant select on documents to perigee_search;
grant select on documents to perigee_system;
grant delete, insert, select, update on duplicate_pairs to perigee_app;
grant delete, select, update on duplicate_pairs to perigee_system;
grant delete, insert, select, update on enrollments to perigee_app;
grant select on enrollments to perigee_system;
grant insert, select, update on erasures to perigee_app;
grant delete, insert, select, update on erasures to perigee_system;
grant insert, select on events to perigee_app;
grant select on events to perigee_system;
grant delete, insert, select on file_chunks to perigee_app;
grant delete, insert, select on files to perigee_app;
grant delete, select on files to perigee_system;
grant delete, insert, select, update on guided_messages to perigee_app;
grant select, update on guided_messages to perigee_system;
grant delete, insert, select, update on guided_threads to perigee_app;
grant select, update on guided_threads to perigee_system;
grant delete, insert, select, update on idempotency_keys to perigee_app;
grant delete, select on idempotency_keys to perigee_system;
grant delete, insert, select, update on identity_tokens to perigee_system;
grant delete, insert, select, update on import_refusals to perigee_app;
grant delete, insert, select, update on import_refusals to perigee_system;
grant delete, insert, select, update on inbound_addresses to perigee_app;
grant select on inbound_addresses to perigee_system;
grant delete, insert, select, update on invitations to perigee_app;
grant select, update on invitations to perigee_system;
grant delete, insert, select, update on kept_figures to perigee_app;
grant delete, insert, select, update on knowledge_questions to perigee_app;
grant delete, select, update on knowledge_questions to perigee_system;
grant delete, insert, select, update on knowledge_totals to perigee_app;
grant select on knowledge_totals to perigee_search;
grant delete, insert, select, update on knowledge_words to perigee_app;
grant select on knowledge_words to perigee_search;
grant delete, insert, select, update on leads to perigee_app;
grant select on leads to perigee_search;
grant delete, insert, select, update on leads to perigee_system;
grant delete, insert, select, update on locations to perigee_app;
grant delete, insert, select, update on memberships to perigee_app;
grant delete, insert, select, update on memberships to perigee_system;
grant delete, insert, select, update on merges to perigee_app;
grant delete, select, update on merges to perigee_system;
grant insert, select on message_template_versions to perigee_app;
grant delete, insert, select, update on message_templates to perigee_app;
grant delete, insert, select, update on messages to perigee_app;
grant select on messages to perigee_search;
grant select, update on messages to perigee_system;
grant delete, insert, select, update on notes to perigee_app;
grant delete, insert, select, update on notes to perigee_system;
grant insert, select, update on organisations to perigee_app;
grant insert, select on organisations to perigee_system;
grant delete, insert, select, update on passage_vectors to perigee_app;
grant select on passage_vectors to perigee_system;
grant delete, insert, select, update on passages to perigee_app;
grant select on passages to perigee_search;
grant delete, insert, select, update on pipeline_stages to perigee_app;
grant insert, select on pipeline_stages to perigee_system;
grant delete, insert, select, update on pipelines to perigee_app;
grant insert, select on pipelines to perigee_system;
grant delete, insert, select, update on play_actions to perigee_app;
grant select, update on play_actions to perigee_system;
grant delete, insert, select on play_rules to perigee_app;
grant delete, insert, select, update on play_workflows to perigee_app;
grant delete, insert, select, update on plays to perigee_app;
grant select, update on plays to perigee_system;
grant delete, insert, select, update on pricing_limits to perigee_app;
grant delete, insert, select, update on projects to perigee_app;
grant select on projects to perigee_search;
grant delete, insert, select, update on projects to perigee_system;
grant delete, insert, select, update on public_links to perigee_app;
grant select, update on public_links to perigee_system;
grant delete, insert, select, update on rate_limits to perigee_system;
grant delete, insert, select, update on record_insights to perigee_app;
grant delete, insert, select, update on record_insights to perigee_system;
grant delete, insert, select, update on record_links to perigee_app;
grant delete, insert, select, update on record_links to perigee_system;
grant delete, insert, select, update on record_tags to perigee_app;
grant delete, insert, select, update on record_tags to perigee_system;
grant delete, insert, select, update on removed_record_tags to perigee_app;
grant delete, select, update on removed_record_tags to perigee_system;
grant delete, insert, select, update on removed_tags to perigee_app;
grant delete, insert, select, update on saved_views to perigee_app;
grant delete, insert, select, update on schedules to perigee_app;
grant delete, insert, select, update on scoring_rules to perigee_app;
grant select on security_events to perigee_app;
grant delete, insert, select on security_events to perigee_system;
grant insert, select on sequence_versions to perigee_app;
grant delete, insert, select, update on sequences to perigee_app;
grant delete, insert, select, update on services to perigee_app;
grant delete, insert, select, update on sessions to perigee_system;
grant delete, insert, select, update on shop_connections to perigee_app;
grant select, update on shop_connections to perigee_system;
grant delete, insert, select, update on shop_deliveries to perigee_app;
grant select, update on shop_deliveries to perigee_system;
grant delete, insert, select, update on shop_locations to perigee_app;
grant select on shop_locations to perigee_system;
grant delete, insert, select, update on success_actions to perigee_app;
grant delete, insert, select, update on suppressions to perigee_app;
grant select on suppressions to perigee_search;
grant delete, insert, select, update on suppressions to perigee_system;
grant insert on system_mail to perigee_app;
grant delete, insert, select, update on system_mail to perigee_system;
grant delete, insert, select, update on tags to perigee_app;
grant delete, insert, select, update on tasks to perigee_app;
grant select on tasks to perigee_search;
grant delete, insert, select, update on tasks to perigee_system;
grant delete, insert, select, update on touches to perigee_app;
grant select, update on touches to perigee_system;
grant delete, insert, select, update on users to perigee_system;
grant delete, insert, select, update on vehicles to perigee_app;
grant delete, insert, select, update on vehicles to perigee_system;
grant delete, insert, select, update on web_pages to perigee_app;
grant select on web_pages to perigee_system;
grant delete, insert, select, update on workflow_comparisons to perigee_app;
grant select, update on workflow_comparisons to perigee_system;
grant delete, insert, select, update on workflow_runs to perigee_app;
grant delete, select, update on workflow_runs to perigee_system;
grant delete, insert, select, update on workflow_steps to perigee_app;
grant delete, select, update on workflow_steps to perigee_system;
grant delete, insert, select, update on workflow_triggers to perigee_app;
grant select on workflow_triggers to perigee_system;
grant delete, insert, select on workflow_versions to perigee_app;
grant delete, insert, select, update on workflows to perigee_app;
