import path from "node:path";
import { type Env, setEnv } from "#app/base/env.ts";
import { sweepScoresJob } from "#app/domain/crm/scores/jobs.ts";
import { syncCatalogueJob } from "#app/domain/integrations/jobs.ts";
import { seedDemo } from "#db/seed/demo.ts";
import { DEMO_ORG, inDemoOrg } from "#db/seed/people.ts";
import { connectDemoShop, DEMO_CONNECTION, DEMO_SHOP } from "#db/seed/places.ts";
import { openDemoShop } from "../scripts/demo/demo-shop.ts";
import { demoContent } from "./demo-content.ts";

/**
 * Fills the demo organisations and starts the shop stand-in beside them, unless DEMO_DATA is false or DEMO_SHOP_URL
 * names a stand-in that runs elsewhere. Returns the environment with the stand-in's address in it.
 */
export async function prepareDemo(env: Env, stops: (() => Promise<void> | void)[]): Promise<Env> {
	if (env.DEMO_DATA === "false") return env;
	await seedDemo(demoContent);
	const shop = await openDemoShop({
		...DEMO_SHOP,
		folder: env.DATA_DIR,
		webhookUrl: `http://127.0.0.1:${env.PORT}/hooks/shop/${DEMO_CONNECTION}`,
		...(env.DEMO_SHOP_URL ? { port: Number(new URL(env.DEMO_SHOP_URL).port) } : {}),
	});
	stops.push(shop.stop);
	await connectDemoShop(shop.url, shop.locationIds);
	await inDemoOrg(DEMO_ORG, (ctx) => ctx.enqueue(syncCatalogueJob, { orgId: DEMO_ORG, connectionId: DEMO_CONNECTION }));
	await inDemoOrg(DEMO_ORG, (ctx) => ctx.enqueue(sweepScoresJob, { orgId: DEMO_ORG }));
	const withShop = { ...env, DEMO_SHOP_URL: shop.url, DATA_DIR: path.resolve(env.DATA_DIR) };
	setEnv(withShop);
	return withShop;
}

/** The lines a newcomer reads: where to look and how to sign in. */
export function sayWhereToLook(env: Env): void {
	const demo = `
  Sign in as      owner@demo.perigee.test
  with password   perigee-demo

  A shop order    npm run demo:order     (in a second terminal)
`;
	console.log(`\n  Perigee runs at ${env.publicUrl}\n${env.DEMO_DATA === "false" ? "" : demo}`);
}
