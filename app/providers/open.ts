import type { Env } from "#app/base/env.ts";
import { modelsConfig } from "./ai/configured.ts";
import { openModels } from "./ai/door.ts";
import type { Models } from "./ai/port.ts";
import type { EmailSender } from "./email/port.ts";
import { openSmtp } from "./email/smtp.ts";
import { smtpConfigFromUrl } from "./email/smtp-url.ts";
import { openEmbeddings } from "./embeddings/openai-compatible.ts";
import type { Embeddings } from "./embeddings/port.ts";
import { openShop, type ShopConnectionSettings } from "./shop/open.ts";
import type { ShopSystem } from "./shop/port.ts";
import type { SmsSender } from "./sms/port.ts";
import { openTwilio } from "./sms/twilio.ts";
import { openWebPages } from "./web/guarded-pages.ts";
import type { TenantHttp, WebPages } from "./web/port.ts";
import { openTenantHttp } from "./web/tenant-http.ts";

/** The adapters of one process. `email` and `sms` are absent where the environment does not configure them. */
export type Providers = {
	email: EmailSender | undefined;
	sms: SmsSender | undefined;
	models: Models;
	/** Absent where no embedding model is configured: vectors are then made from words alone. */
	embeddings?: Embeddings | undefined;
	/** Pages at addresses that members give. */
	pages: WebPages;
	/** Requests of a tenant's own making, to addresses of their own. */
	http: TenantHttp;
	/** The adapter for one connection; private addresses only where the operator allows them. */
	shop(settings: Omit<ShopConnectionSettings, "allowPrivate">): ShopSystem;
};

const HANDLE = Symbol.for("perigee.providers");
type Holder = { [HANDLE]?: Providers };

/** The process's adapters; throws before boot has opened them. Called by doors and jobs, outside transactions. */
export function providers(): Providers {
	const open = (globalThis as Holder)[HANDLE];
	if (!open) throw new Error("no providers were opened");
	return open;
}

/** Sets the process's adapters: at boot from the environment, in tests with stand-ins' addresses. */
export function setProviders(open: Providers): void {
	(globalThis as Holder)[HANDLE] = open;
}

/** Opens the adapters that the environment configures. Reaches no network. */
export function openProviders(env: Env): Providers {
	const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_BASE_URL: baseUrl } = env;
	return {
		email: env.SMTP_URL ? openSmtp(smtpConfigFromUrl(env.SMTP_URL)) : undefined,
		sms: accountSid && authToken ? openTwilio({ accountSid, authToken, ...(baseUrl ? { baseUrl } : {}) }) : undefined,
		models: openModels(modelsConfig(env)),
		embeddings: embeddingsOf(env),
		http: openTenantHttp({ allowPrivate: env.ALLOW_PRIVATE_TARGETS }),
		pages: openWebPages({ allowPrivate: env.ALLOW_PRIVATE_TARGETS }),
		// What a tenant types in may never be private; the address of the operator's own stand-in may.
		shop: (settings) =>
			openShop({
				...settings,
				allowPrivate: env.ALLOW_PRIVATE_TARGETS || (!!env.DEMO_SHOP_URL && settings.baseUrl === env.DEMO_SHOP_URL),
			}),
	};
}

/** Closes pooled connections. */
export async function closeProviders(): Promise<void> {
	await (globalThis as Holder)[HANDLE]?.email?.stop();
}

/** The embedding model that is named, at its own server or at the one that models are asked at; OpenAI's by default. */
function embeddingsOf(env: Env): Embeddings | undefined {
	const atOpenAi = !!env.OPENAI_API_KEY && !env.OPENAI_BASE_URL;
	const model = env.EMBEDDING_MODEL ?? (atOpenAi ? "text-embedding-3-small" : undefined);
	if (!model) return undefined;
	const ollama = env.OLLAMA_URL && `${env.OLLAMA_URL.replace(/\/+$/, "")}/v1`;
	const baseUrl =
		env.EMBEDDING_BASE_URL ??
		env.OPENAI_BASE_URL ??
		(env.OPENAI_API_KEY ? "https://api.openai.com/v1" : (ollama ?? "https://api.openai.com/v1"));
	const apiKey = env.EMBEDDING_API_KEY ?? (env.EMBEDDING_BASE_URL ? undefined : env.OPENAI_API_KEY);
	const { EMBEDDING_DIMENSIONS: dimensions } = env;
	return openEmbeddings({ baseUrl, model, ...(apiKey ? { apiKey } : {}), ...(dimensions ? { dimensions } : {}) });
}
