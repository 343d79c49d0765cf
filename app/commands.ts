import { listMailLinks } from "#app/domain/identity/send-system-mail.ts";
import { hasDemo, seedDemo } from "#db/seed/demo.ts";

/** What a command-line tool may ask of the product: name -> what it prints. Reached by a socket or in its own process. */
export const commands: Record<string, (args: string[]) => Promise<string>> = {
	async "mail-links"() {
		const links = await listMailLinks();
		if (links.length === 0) return "No mail about identity is held.";
		return links
			.map(({ at, kind, recipient, link }) => `${at.toISOString()}  ${recipient}  ${kind}\n  ${link}`)
			.join("\n");
	},
	async seed() {
		const known = await hasDemo();
		await seedDemo();
		return known ? "The demo data is complete." : "The demo organisations are filled.";
	},
};
