import { z } from "zod";
import { AI_PURPOSES, AiProvider, AiPurpose } from "./ai-settings.ts";

const flag = z
	.enum(["true", "false", "1", "0", ""])
	.optional()
	.transform((value) => value === "true" || value === "1");
const text = z.string().trim().min(1).optional();
const url = z.url({ protocol: /^https?$/, error: "must be an http or https URL" }).optional();
const site = z
	.url({ protocol: /^https?$/, error: "must be an http or https URL" })
	.refine(
		(value) => /^https?:\/\/[^/?#@]+\/*$/.test(value),
		"must be a site's address only, such as https://crm.example.com",
	)
	.optional();

/** A setting that holds JSON of a shape. */
const json = <T>(shape: z.ZodType<T>) =>
	z
		.string()
		.transform((value, context) => {
			try {
				return JSON.parse(value) as unknown;
			} catch {
				context.addIssue("must be JSON; .env.example shows an example");
				return z.NEVER;
			}
		})
		.pipe(shape)
		.optional();

/** Everything the environment may say, all optional; `.env.example` lists it with its meaning. */
const Environment = z.object({
	NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
	PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
	HOST: z.string().default("127.0.0.1"),
	PUBLIC_URL: site,
	DATA_DIR: z.string().default(".data"),
	DATABASE_URL: z
		.string()
		.trim()
		.regex(/^postgres(ql)?:\/\//, "must begin with postgres://")
		.optional(),
	DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(12),
	SECRET_KEY: z.string().trim().min(12, "must have 12 characters at least; 32 random ones are better").optional(),
	TRUST_PROXY: flag,
	LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
	DEMO_DATA: z.enum(["true", "false"]).optional(),
	DEMO_SHOP_URL: url,
	DEMO_MODE: flag,
	DEMO_ALLOWED: z.string().default(""),
	ALLOW_EMAIL_SENDING: flag,
	ALLOW_SMS_SENDING: flag,
	ALLOW_WEBHOOK_SENDING: flag,
	ALLOW_IDENTITY_EMAIL: flag,
	ALLOW_PRIVATE_TARGETS: flag,
	SMTP_URL: text,
	MAIL_FROM: z.string().default("Perigee <no-reply@perigee.test>"),
	TWILIO_ACCOUNT_SID: text,
	TWILIO_AUTH_TOKEN: text,
	TWILIO_FROM: text,
	TWILIO_MESSAGING_SERVICE_SID: text,
	TWILIO_BASE_URL: url,
	SENDGRID_WEBHOOK_KEY: text,
	RESEND_WEBHOOK_SECRET: text,
	ANTHROPIC_API_KEY: text,
	ANTHROPIC_BASE_URL: url,
	ANTHROPIC_MODEL: text,
	OPENAI_API_KEY: text,
	OPENAI_BASE_URL: url,
	OPENAI_MODEL: text,
	OLLAMA_URL: url,
	OLLAMA_MODEL: text,
	OCR_LANGUAGES: z
		.string()
		.trim()
		.regex(
			/^[a-z]{3}(?:_[a-z]+)?(?:\+[a-z]{3}(?:_[a-z]+)?){0,7}$/i,
			"must be tesseract's names of languages, such as eng+deu",
		)
		.default("eng"),
	OCR_PATH: z
		.string()
		.trim()
		.regex(/^\/[^:]*(?::\/[^:]*)*$/, "must be folders from the root on, parted by colons")
		.default("/usr/local/bin:/usr/bin:/bin"),
	EMBEDDING_MODEL: text,
	EMBEDDING_BASE_URL: url,
	EMBEDDING_API_KEY: text,
	EMBEDDING_DIMENSIONS: z.coerce.number().int().min(8).max(4_000).optional(),
	AI_PROVIDER: text,
	AI_FALLBACK_PROVIDER: text,
	AI_PROVIDERS: json(z.array(AiProvider)),
	AI_PURPOSES: json(z.partialRecord(z.enum(AI_PURPOSES), AiPurpose)),
	AI_TIMEOUT_MS: z.coerce.number().int().min(100).max(300_000).default(10_000),
	SENTRY_DSN: url,
	ALERT_SLACK_URL: url,
	OTEL_EXPORTER_OTLP_ENDPOINT: url,
	OTEL_SERVICE_NAME: text,
});

export type Env = z.infer<typeof Environment> & { publicUrl: string; isHttps: boolean };

/**
 * Reads and checks the environment. Throws one error that names every setting that is wrong and what it may be, so
 * that a mistake is met at start and not in the middle of the day.
 */
export function readEnv(source: Record<string, string | undefined>): Env {
	// An empty setting, as compose files and .env files leave them, means that it is not set.
	const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value?.trim() !== ""));
	const parsed = Environment.safeParse(given);
	if (!parsed.success) {
		const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
		throw new Error(`These settings of the environment cannot be used:\n${lines.join("\n")}`);
	}
	const publicUrl = (parsed.data.PUBLIC_URL ?? `http://localhost:${parsed.data.PORT}`).replace(/\/+$/, "");
	return { ...parsed.data, publicUrl, isHttps: publicUrl.startsWith("https:") };
}

let current: Env | undefined;

/** Sets the process's environment, once, at boot. */
export function setEnv(env: Env): void {
	(globalThis as { [ENV]?: Env })[ENV] = env;
	current = env;
}

const ENV = Symbol.for("perigee.env");

/** The environment of this process; read and checked at first use where boot has not done so. */
export function env(): Env {
	current ??= (globalThis as { [ENV]?: Env })[ENV] ?? readEnv(process.env);
	return current;
}
