import type { Hook } from "./doors/hooks/hook.ts";
import { accountsHook } from "./routes/hooks/accounts.ts";
import { mailHook } from "./routes/hooks/mail.ts";
import { resendHook, sendgridHook } from "./routes/hooks/mail-events.ts";
import { shopHook } from "./routes/hooks/shop.ts";
import { twilioSmsHook, twilioStatusHook } from "./routes/hooks/twilio.ts";
import { workflowHook } from "./routes/hooks/workflow.ts";

/** Every signed webhook of the product, on one page. They stand before Remix. */
export const hooks: readonly Hook[] = [
	shopHook,
	twilioSmsHook,
	twilioStatusHook,
	mailHook,
	sendgridHook,
	resendHook,
	workflowHook,
	accountsHook,
];
