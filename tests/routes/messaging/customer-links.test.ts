import { beforeAll, describe, expect, test } from "vitest";
import { appendChatMessage } from "#app/domain/messaging/append-chat-message.ts";
import { createPublicLink } from "#app/domain/messaging/create-public-link.ts";
import { hideCustomerLinks, hideCustomerLinksInHtml } from "#app/domain/messaging/customer-links.ts";
import { openConversation } from "#app/domain/messaging/open-conversation.ts";
import { queueMessage } from "#app/domain/messaging/queue-message.ts";
import { receiveMessage } from "#app/domain/messaging/receive-message.ts";
import { MessageParts } from "#app/domain/messaging/schema.ts";
import { loader as showAudit } from "#app/routes/audit/audit.tsx";
import { loader as exportAudit } from "#app/routes/audit/export.ts";
import { loader as showConversation } from "#app/routes/conversations/conversation.tsx";
import { loader as showConversations } from "#app/routes/conversations/conversations.tsx";
import { loader as showLead } from "#app/routes/leads/lead.tsx";
import { loader as showHeld } from "#app/routes/messaging/held.tsx";
import { loader as showMessage } from "#app/routes/messaging/message.tsx";
import { loader as showHtml } from "#app/routes/messaging/message-html.ts";
import { loader as showOutbox } from "#app/routes/messaging/outbox.tsx";
import { loader as showToday } from "#app/routes/today/today.tsx";
import { asSystem, type Role } from "#db/context.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { callApi, makeKey } from "#tests/support/api.ts";
import { asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { makeLead, makeLocation } from "#tests/support/leads.ts";
import { messageRow } from "#tests/support/messaging.ts";

const TOKEN = `${"aZ09_-".repeat(7)}k`;

describe("the customer's own links", () => {
	let org: TestOrg;
	let ids: { lead: string; conversation: string; email: string; sms: string };
	const tokens: Record<string, string> = {};

	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		ids = await write();
	});

	/** A lead with an email, a text, a card in the chat and an answer that quotes, each with links of the customer's. */
	async function write() {
		const { leadId, contactId, locationId } = await makeLead(org, { locationId: await makeLocation(org) });
		const made = await asActor(org.id, SYSTEM, async (ctx) => {
			const { id: conversationId } = await openConversation(ctx, { contactId, locationId, subject: "Window tint" });
			await ctx.db.updateTable("leads").set({ conversation_id: conversationId }).where("id", "=", leadId).execute();
			const link = async (kind: "chat" | "appointment") => {
				const { url } = await createPublicLink(ctx, { kind, subjectId: conversationId, contactId });
				tokens[kind] = url.split("/").at(-1)!;
				return url;
			};
			const chat = await link("chat");
			const appointment = await link("appointment");
			const text = `Hello,\n\npick a time: ${chat}.\n\nChange or cancel: ${appointment}/cancel?why=1`;
			const thread = { conversationId, contactId, leadId, locationId };
			const email = await queueMessage(ctx, { ...thread, channel: "email", purpose: "sequence", subject: chat, text });
			const sms = await queueMessage(ctx, { ...thread, channel: "sms", purpose: "sequence", text });
			const href = new URL(appointment).pathname;
			await appendChatMessage(ctx, {
				conversationId,
				direction: "out",
				author: { kind: "assistant", name: "Assistant" },
				text: "You are booked.",
				parts: { chat: [{ kind: "card", title: "Booked", lines: [], links: [{ label: "Change or cancel", href }] }] },
			});
			await receiveMessage(ctx, { conversationId, contactId, channel: "email", text: `Yes please\n> ${chat}` });
			return { lead: leadId, conversation: conversationId, email: email.id, sms: sms.id };
		});
		const { parts } = await messageRow(org, made.email);
		tokens.unsubscribe = MessageParts.parse(parts).email!.unsubscribeUrl!.split("/").at(-1)!;
		return made;
	}

	/** Everything a member of that role is given to read of these messages, by place. */
	async function readAll(role: Role): Promise<Record<string, string>> {
		const cookie = await cookieOf(org, role);
		const args = (path: string, id?: string) => argsFor({ cookie, path, ...(id ? { params: { id } } : {}) });
		const key = await makeKey(org, role);
		const pages: Record<string, Promise<unknown>> = {
			email: showMessage(args(`/outbox/${ids.email}`, ids.email)),
			sms: showMessage(args(`/outbox/${ids.sms}`, ids.sms)),
			html: showHtml(args(`/outbox/${ids.email}/html`, ids.email)).then((response) => response.text()),
			outbox: showOutbox(args("/outbox")) as Promise<unknown>,
			held: showHeld(args("/outbox/held")) as Promise<unknown>,
			today: showToday(args("/today")) as Promise<unknown>,
			lead: showLead(args(`/leads/${ids.lead}`, ids.lead)) as Promise<unknown>,
			conversation: showConversation(args(`/conversations/${ids.conversation}`, ids.conversation)) as Promise<unknown>,
			conversations: showConversations(args("/conversations")) as Promise<unknown>,
			api: callApi(key, "/api/messages").then(({ body }) => body),
			apiLead: callApi(key, `/api/leads/${ids.lead}`).then(({ body }) => body),
		};
		if (role !== "viewer" && role !== "user" && role !== "manager") {
			pages.audit = showAudit(args("/audit")) as Promise<unknown>;
			pages.export = (exportAudit(args("/audit/export?format=json")) as Promise<Response>).then((file) => file.text());
			pages.apiEvents = callApi(key, "/api/events").then(({ body }) => body);
		}
		const said = Object.entries(pages).map(async ([place, page]) => [place, JSON.stringify(await page)] as const);
		return Object.fromEntries(await Promise.all(said));
	}

	/** Where which tokens can be read, such as `email: chat`. */
	function leaks(read: Record<string, string>): string[] {
		return Object.entries(read).flatMap(([place, text]) =>
			Object.entries(tokens).flatMap(([kind, token]) => (text.includes(token) ? [`${place}: ${kind}`] : [])),
		);
	}

	test("SEC-1 MSG-5 a viewer reads no token of them anywhere, and reads the messages otherwise", async () => {
		const read = await readAll("viewer");
		expect(leaks(read)).toEqual([]);
		for (const place of ["email", "sms", "html", "lead", "conversation", "api"]) {
			expect(read[place]).toMatch(/pick a time: (<a [^>]*>)?\(their chat link\)(<\/a>)?\./);
			expect(read[place]).toMatch(/Change or cancel: (<a [^>]*>)?\(their appointment link\)/);
		}
		expect(read.email).toContain('"links":"hidden"');
		expect(read.email).toContain("(their unsubscribe link)");
		expect(read.outbox).toContain("(their chat link)");
	});

	test("SEC-1 who may act for the customer keeps, on the message's own page, the links of those acts alone", async () => {
		const user = await readAll("user");
		expect(leaks(user).sort()).toEqual(
			["email: appointment", "email: chat", "html: appointment", "html: chat", "sms: appointment", "sms: chat"].sort(),
		);
		expect(user.email).toContain('"links":"shown"');
		expect(leaks(await readAll("owner")).filter((leak) => !/^(email|html|sms):/.test(leak))).toEqual([]);
		expect(leaks(await readAll("manager"))).toContain("html: unsubscribe");
	});

	test("SEC-1 no table but that of the messages holds such a token", async () => {
		const tables = await asSystem((db) => db.introspection.getTables());
		const held: string[] = [];
		for (const { name, columns } of tables) {
			if (!columns.some((column) => column.name === "org_id")) continue;
			// Each by itself: what even the system may not read aborts only its own transaction.
			const rows = await asSystem((db) =>
				db
					.selectFrom(name as "messages")
					.selectAll()
					.execute(),
			).catch(() => []);
			if (Object.values(tokens).some((token) => JSON.stringify(rows).includes(token))) held.push(name);
		}
		expect(held).toEqual(["messages"]);
	});
});

describe("hiding them in a text", () => {
	test("SEC-1 by the shape of the path, on whatever host, wrapped by a mail filter, with what follows it", () => {
		expect(hideCustomerLinks(`See http://localhost:3000/chat/${TOKEN}, then`)).toBe("See (their chat link), then");
		expect(hideCustomerLinks(`(/appointment/${TOKEN}/calendar.ics)`)).toBe("((their appointment link))");
		const wrapped = `https://filter.example/?url=https%3A%2F%2Fold.example%2Funsubscribe%2F${TOKEN}&data=1`;
		expect(hideCustomerLinks(`<${wrapped}>`)).toBe("<(their unsubscribe link)>");
	});

	test("SEC-1 other links and words stay as they are", () => {
		const text = "https://shop.example/chat/abc and https://shop.example/chat and /appointment/new";
		expect(hideCustomerLinks(text)).toBe(text);
	});

	test("SEC-1 an anchor of an email keeps its words and its look and leads nowhere", () => {
		const html = `<p><a href="https://a.example/unsubscribe/${TOKEN}" style="color:#123">Unsubscribe</a> https://a.example/chat/${TOKEN}</p>`;
		expect(hideCustomerLinksInHtml(html)).toBe(
			'<p><a title="their unsubscribe link" style="color:#123">Unsubscribe</a> (their chat link)</p>',
		);
	});

	test("SEC-1 a long text of beginnings of links takes no long time", () => {
		const started = process.cpuUsage();
		hideCustomerLinksInHtml('<a href="https://x/chat/'.repeat(20_000));
		expect(process.cpuUsage(started).user / 1_000).toBeLessThan(1_500);
	});
});
