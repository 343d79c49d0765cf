import { env } from "#app/base/env.ts";
import { seedDemo } from "#db/seed/demo.ts";
import { connectDemoShop } from "#db/seed/places.ts";
import { makeApiKey } from "./api-key-command.ts";
import { backUp } from "./backup-command.ts";
import { demoContent, demoShopLocations } from "./demo-content.ts";
import { listMailLinks } from "./domain/identity/mail/send-system-mail.ts";
import { showJobs } from "./jobs-command.ts";

/** What a command-line tool may ask of the product: name -> what it prints. Reached by a socket or in its own process. */
export const commands: Record<string, (args: string[]) => Promise<string>> = {
	"api-key": makeApiKey,
	backup: backUp,
	jobs: showJobs,
	async "mail-links"() {
		const links = await listMailLinks();
		if (links.length === 0) return "No mail about identity is held.";
		return links
			.map(({ at, kind, recipient, link }) => `${at.toISOString()}  ${recipient}  ${kind}\n  ${link}`)
			.join("\n");
	},
	async seed() {
		const filled = await seedDemo(demoContent);
		// Where processes are apart, nobody else connects the stand-in that npm run demo:shop runs.
		const shop = env().DEMO_SHOP_URL;
		if (shop) await connectDemoShop(shop, demoShopLocations);
		return filled ? "The demo organisations are filled." : "The demo data is complete.";
	},
};
