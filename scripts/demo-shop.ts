import { DEMO_CONNECTION, DEMO_SHOP } from "#db/seed/places.ts";
import { openDemoShop } from "./demo/demo-shop.ts";

// `npm run demo:shop`: the shop stand-in by itself, where web and worker run as processes of their own. Set
// DEMO_SHOP_URL to its address for all of them, and PUBLIC_URL (or PORT) to where its webhooks go.

const url = new URL(process.env.DEMO_SHOP_URL ?? "http://127.0.0.1:4010/v3");
const web = process.env.PUBLIC_URL ?? `http://127.0.0.1:${process.env.PORT ?? 3000}`;
const shop = await openDemoShop({
	...DEMO_SHOP,
	folder: process.env.DATA_DIR || ".data",
	webhookUrl: `${web}/hooks/shop/${DEMO_CONNECTION}`,
	port: Number(url.port),
});
console.log(`The shop stand-in answers at ${shop.url}.`);
process.on("SIGINT", () => void shop.stop().then(() => process.exit(0)));
process.on("SIGTERM", () => void shop.stop().then(() => process.exit(0)));
