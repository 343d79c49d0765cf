import { providers } from "#app/providers/open.ts";

/** Which outside services this process has adapters for, and how its models are: nothing of their addresses or keys. */
export function providerStatus() {
	const { email, sms, models } = providers();
	return {
		email: email !== undefined,
		sms: sms !== undefined,
		models: models.health().map(({ provider, model, state }) => ({ provider, model, state })),
	};
}
