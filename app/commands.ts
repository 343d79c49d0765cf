import { hasDemo, seedDemo } from "#db/seed/demo.ts";

/** What a command-line tool may ask of the product: name -> what it prints. Reached by a socket or in its own process. */
export const commands: Record<string, (args: string[]) => Promise<string>> = {
	async seed() {
		const known = await hasDemo();
		await seedDemo();
		return known ? "The demo data is complete." : "The demo organisations are filled.";
	},
};
