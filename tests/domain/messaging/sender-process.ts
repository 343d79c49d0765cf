import { readFileSync } from "node:fs";
import { env, readEnv, setEnv } from "#app/base/env.ts";
import { newId } from "#app/base/ids.ts";
import { queueMessage } from "#app/domain/messaging/queue-message.ts";
import { openProviders, setProviders } from "#app/providers/open.ts";
import { jsonb, openDatabase } from "#db/client.ts";
import { asSystem, inOrg, setHouse } from "#db/context.ts";
import { Live } from "#db/live.ts";
import { Queue } from "#db/queue.ts";
import { sendMessage } from "#jobs/messaging/send-message.ts";

// A worker of its own that queues one message and sends it, for tests that kill it in the middle. It says on one line
// which message of which organisation that is, and then what became of it, if it lives so long.

const [dataDir, image, channel] = process.argv.slice(2) as [string, string, "email" | "sms"];
setEnv(readEnv(process.env));
const database = openDatabase({ dataDir, image: readFileSync(image) });
await database.embedded?.waitReady;
const queue = new Queue(database, { works: false, onError: () => undefined });
const live = new Live(database);
setHouse({ database, queue, live });
setProviders(openProviders(env()));
await queue.start();

const org = newId();
const contactId = newId();
await asSystem((db) =>
	db
		.insertInto("organisations")
		.values({ id: org, name: "Firm", slug: `org-${org.slice(-12)}` })
		.execute(),
);
const scope = { org, actor: { kind: "system", name: "Test" } as const, requestId: newId() };
const { id } = await inOrg(scope, async (ctx) => {
	await ctx.db
		.updateTable("organisations")
		// At night too.
		.set({
			sending: jsonb({ email: true, sms: true, webhook: false }),
			settings: jsonb({ messaging: { quietHours: null } }),
		})
		.execute();
	await ctx.db
		.insertInto("contacts")
		.values({ org_id: org, id: contactId, first_name: "Ann", email: "ann@example.test", phone: "+15005551234" })
		.execute();
	return queueMessage(ctx, { contactId, channel, purpose: "reply", subject: "Your car", text: "Your car is ready" });
});
process.stdout.write(`${JSON.stringify({ org, id })}\n`);
await sendMessage(
	{ orgId: org, messageId: id },
	{ requestId: newId(), signal: new AbortController().signal, now: new Date() },
);
process.stdout.write("done\n");
