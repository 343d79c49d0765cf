import { newId } from "#app/base/ids.ts";
import { jsonb } from "#db/client.ts";
import { asActor, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { makeLocation } from "#tests/support/leads.ts";

/** Stands in every value of the person that is made here, and nowhere else. */
export const MARK = "Zzyzxmark";

/** Somebody else of the same organisation, who must not be touched. */
export const BYSTANDERS = { name: "Bystander", email: "bystander@example.test", note: "About somebody else" };

/** A person with a value in every table that can hold one of theirs, and a bystander. */
export async function fillPerson(org: TestOrg): Promise<{ contactId: string; leadId: string; messageId: string }> {
	const locationId = await makeLocation(org);
	const ids = { contactId: newId(), leadId: newId(), messageId: newId() };
	const { contactId, leadId, messageId } = ids;
	const [account, vehicle, conversation, tag, field, connection, batch, thread, hook] = Array.from({ length: 9 }, () =>
		newId(),
	) as string[];
	await asActor(org.id, SYSTEM, async ({ db }) => {
		const put = (table: string, row: Record<string, unknown>) =>
			db
				.insertInto(table as "notes")
				.values({ org_id: org.id, ...row } as never)
				.execute();
		const stage = await db
			.selectFrom("pipeline_stages")
			.select(["id", "pipeline_id"])
			.limit(1)
			.executeTakeFirstOrThrow();
		await put("accounts", { id: account, name: "A company" });
		await put("contacts", {
			...{ id: contactId, first_name: "Ann", last_name: MARK, email: `${MARK}@example.test`, phone: "+15005550101" },
			...{ job_title: MARK, city: MARK, country: MARK, locale: MARK, account_id: account, score: 5 },
		});
		await put("contacts", { id: newId(), first_name: BYSTANDERS.name, email: BYSTANDERS.email });
		await put("notes", {
			id: newId(),
			subject_type: "account",
			subject_id: account,
			body: BYSTANDERS.note,
			author_name: "O",
		});
		await put("shop_connections", {
			id: connection,
			kind: "generic",
			name: "Shop",
			base_url: "https://shop.test",
			api_key_sealed: "x",
			webhook_secret_sealed: "x",
		});
		await put("contact_identities", {
			source: connection,
			external_id: MARK,
			contact_id: contactId,
			told: jsonb({ name: MARK }),
		});
		await put("vehicles", {
			id: vehicle,
			contact_id: contactId,
			source: connection,
			external_id: MARK,
			make: MARK,
			plate: MARK,
			vin: MARK,
			told: jsonb({ vin: MARK }),
		});
		await put("conversations", {
			id: conversation,
			contact_id: contactId,
			subject: MARK,
			chat_state: jsonb({ said: MARK }),
		});
		await put("leads", {
			id: leadId,
			contact_id: contactId,
			location_id: locationId,
			vehicle_id: vehicle,
			conversation_id: conversation,
			source: "shop",
			state: "contacted",
			value_cents: 12_300,
			title: MARK,
			lost_reason: MARK,
			enrich_error: MARK,
		});
		await put("messages", {
			...{
				id: messageId,
				conversation_id: conversation,
				contact_id: contactId,
				lead_id: leadId,
				channel: "email",
				direction: "in",
				author_kind: "customer",
			},
			...{
				author_name: MARK,
				state: "received",
				state_reason: MARK,
				to_address: "us@firm.test",
				from_address: `${MARK}@old.test`,
				subject: MARK,
			},
			...{
				body_text: MARK,
				body_html: MARK,
				parts: jsonb({ card: MARK }),
				dedupe_key: MARK,
				provider_message_id: MARK,
			},
		});
		await put("delivery_reports", {
			id: newId(),
			message_id: messageId,
			provider: "p",
			report_key: MARK,
			state: "failed",
			reason: MARK,
			reported_at: new Date(),
		});
		await put("appointments", {
			id: newId(),
			location_id: locationId,
			contact_id: contactId,
			title: MARK,
			starts_at: new Date("2026-01-01T10:00Z"),
			ends_at: new Date("2026-01-01T11:00Z"),
			during: "[2026-01-01T10:00Z,2026-01-01T11:00Z)",
			time_zone: "UTC",
			state: "cancelled",
			origin: "member",
			cancel_reason: MARK,
			sync_error: MARK,
		});
		await put("deals", {
			id: newId(),
			name: MARK,
			contact_id: contactId,
			value_cents: 45_600,
			description: MARK,
			lost_reason: MARK,
			pipeline_id: stage.pipeline_id,
			stage_id: stage.id,
		});
		await put("deals", {
			id: newId(),
			name: `For Ann ${MARK}`,
			account_id: account,
			contact_id: contactId,
			pipeline_id: stage.pipeline_id,
			stage_id: stage.id,
		});
		await put("projects", { id: newId(), name: MARK, contact_id: contactId, description: MARK });
		await put("tasks", { id: newId(), title: MARK, detail: MARK, subject_type: "lead", subject_id: leadId });
		await put("notes", { id: newId(), subject_type: "contact", subject_id: contactId, body: MARK, author_name: "O" });
		await put("custom_fields", {
			id: field,
			record_type: "contact",
			key: "k",
			label: "K",
			kind: "text",
			options: jsonb([]),
		});
		await put("custom_values", { record_id: contactId, field_id: field, text_value: MARK });
		await put("tags", { id: tag, name: "vip" });
		await put("record_tags", { record_type: "contact", record_id: contactId, tag_id: tag });
		const gone = newId();
		await put("removed_tags", { id: gone, name: "once", created_at: new Date(), removed_at: new Date() });
		await put("removed_record_tags", {
			...{ record_type: "contact", record_id: contactId, tag_id: gone, created_at: new Date() },
		});
		await put("record_links", {
			id: newId(),
			from_type: "contact",
			from_id: contactId,
			to_type: "account",
			to_id: account,
			label: MARK,
		});
		await put("contact_scores", {
			contact_id: contactId,
			score: 5,
			reasons: jsonb([MARK]),
			facts: jsonb({}),
			computed_at: new Date(),
		});
		for (const [type, id] of [
			["contact", contactId],
			["account", account],
		])
			await put("record_insights", {
				record_type: type,
				record_id: id,
				summary: jsonb({ text: MARK, sources: [] }),
				source: "rules",
				computed_at: new Date(),
			});
		await put("shop_deliveries", {
			id: newId(),
			connection_id: connection,
			delivery_key: "1",
			body: MARK,
			headers: jsonb({ a: MARK }),
			reason: MARK,
			lead_id: leadId,
		});
		await put("shop_deliveries", {
			id: newId(),
			connection_id: connection,
			delivery_key: "2",
			body: `{"email":"${MARK}@example.test"}`,
		});
		await put("account_hooks", {
			id: hook,
			name: "Billing",
			secret_sealed: "-",
			created_by: "O",
			created_at: new Date(),
		});
		await put("account_deliveries", {
			...{
				id: newId(),
				hook_id: hook,
				delivery_key: "1",
				state: "rejected",
				received_at: new Date(),
				signed_at: new Date(),
			},
			reason: `stakeholders: ${MARK}@example.test`,
			entries: jsonb([{ entry: 1, told: { account: {}, stakeholders: [{ name: `Ann ${MARK}` }] } }]),
			remarks: jsonb([{ entry: 1, account: `Ann ${MARK}`, kind: "refused", reason: "" }]),
		});
		await put("suppressions", { channel: "email", address: `${MARK}@example.test`, reason: "stop" });
		await put("change_batches", {
			id: batch,
			kind: "import",
			record_type: "contact",
			title: `Ann ${MARK}`,
			member_name: "O",
		});
		await put("batch_changes", {
			batch_id: batch,
			record_id: contactId,
			act: "updated",
			before: jsonb({ city: MARK }),
			after: jsonb({ city: MARK }),
		});
		await put("batch_changes", {
			batch_id: batch,
			record_id: leadId,
			act: "updated",
			before: jsonb({ lostReason: MARK }),
			after: jsonb({ lostReason: MARK }),
		});
		await put("import_refusals", { batch_id: batch, line: 2, reason: "Twice", cells: jsonb([`${MARK}@example.test`]) });
		await put("assistant_threads", { id: thread, member_id: org.members.user.id, title: `About Ann ${MARK}` });
		await put("assistant_messages", {
			id: newId(),
			thread_id: thread,
			role: "member",
			body: `Write to ${MARK}@example.test`,
			sources: jsonb([{ title: `Ann ${MARK}` }]),
		});
		await put("merges", {
			...{
				id: newId(),
				survivor_id: contactId,
				merged_id: contactId,
				before: jsonb({ city: MARK }),
				after: jsonb({ city: MARK }),
			},
			...{ survivor_version: 1, merged_version: 1, by_name: "O", undone_at: new Date() },
		});
		await put("knowledge_questions", {
			id: newId(),
			question: `Who is Ann ${MARK}?`,
			outcome: "missing",
			source: "rules",
			asked_by: "O",
		});
		await put("events", {
			...{
				id: newId(),
				at: new Date(),
				name: "contact.changed",
				actor_kind: "customer",
				actor_id: contactId,
				actor_name: MARK,
				subject_type: "contact",
			},
			...{
				subject_id: contactId,
				changes: jsonb({ city: [null, MARK] }),
				data: jsonb({ version: 2, note: MARK }),
				user_agent: MARK,
				request_id: "r",
			},
		});
		await put("events", {
			...{
				id: newId(),
				at: new Date(),
				name: "message.failed",
				actor_kind: "system",
				actor_name: "P",
				subject_type: "message",
				subject_id: messageId,
			},
			...{
				parent_type: "conversation",
				parent_id: conversation,
				data: jsonb({ reason: `550 ${MARK}@old.test` }),
				request_id: "r",
			},
		});
	});
	return ids;
}
