import { beforeAll, expect, test } from "vitest";
import { env } from "#app/base/env.ts";
import { askForLocations, checkShopSettings } from "#app/doors/shop-forms.ts";
import { openProviders, setProviders } from "#app/providers/open.ts";
import { makeOrg, openTestHouse, testEnv } from "#tests/support/house.ts";
import { connectTestShop, SHOP_KEY } from "#tests/support/shop-house.ts";

const SETTINGS = { kind: "shopmonkey" as const, apiKey: "a-key", mapping: undefined };

beforeAll(async () => {
	await openTestHouse();
});

/** The rules of a server whose operator does not allow private targets. */
function strictly(): void {
	testEnv({ ALLOW_PRIVATE_TARGETS: "false" });
	setProviders(openProviders(env()));
}

test.each([
	"https://127.0.0.1/v3",
	"https://localhost:8443/v3",
	"https://[::1]/v3",
	"https://[::ffff:10.0.0.1]/v3",
	"https://169.254.169.254/latest",
	"https://192.168.1.1/v3",
	"https://2130706433/v3",
	"http://shop.example.com/v3",
	"https://user:pass@93.184.216.34/v3",
	"ftp://93.184.216.34/",
])("LEAD-1 an address that leads inside, or in clear text, is refused when it is saved: %s", async (baseUrl) => {
	strictly();
	await expect(checkShopSettings({ ...SETTINGS, baseUrl })).rejects.toMatchObject({
		status: 422,
		fields: { baseUrl: expect.any(Array) },
	});
});

test("LEAD-1 a public address is taken without asking it anything", async () => {
	strictly();
	await checkShopSettings({ ...SETTINGS, baseUrl: "https://93.184.216.34/v3" });
});

test("LEAD-1 a mapping that is not whole is refused with the places that are wrong", async () => {
	strictly();
	const refused = checkShopSettings({
		kind: "generic",
		baseUrl: "https://93.184.216.34",
		apiKey: "k",
		mapping: { webhook: {} },
	});
	await expect(refused).rejects.toMatchObject({
		status: 422,
		fields: { mapping: expect.arrayContaining([expect.stringMatching(/^webhook\.signatureHeader/)]) },
	});
});

test("LEAD-1 testing a connection lists its locations, or says why it does not work", async () => {
	testEnv();
	setProviders(openProviders(env()));
	const { standin } = await connectTestShop(await makeOrg(), "http://127.0.0.1:9");
	const settings = { kind: "shopmonkey" as const, baseUrl: standin.url, apiKey: SHOP_KEY, webhookSecret: ["x"] };
	expect(await askForLocations(settings)).toHaveLength(3);
	await expect(askForLocations({ ...settings, apiKey: "wrong" })).rejects.toMatchObject({
		status: 422,
		message: expect.stringMatching(/did not accept the API key/),
	});
});
