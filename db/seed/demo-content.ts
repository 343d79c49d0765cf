/** What the demo is filled with that belongs to others: handed in, because db knows neither rooms nor scripts. */
export type DemoContent = {
	/** The touches of the shipped sequence, as a version stores them, in order. */
	sequence: readonly DemoTouch[];
	/** The shop stand-in's catalogue by location, in the order of DEMO_LOCATIONS: the rows its sync would make. */
	catalogue: readonly (readonly DemoService[])[];
	/** The words of one touch for one lead. */
	write(position: number, words: TouchWords, chatUrl: string): { subject: string; text: string };
	/** Why a message waits on an installation that does not send. */
	heldReason: Record<"email" | "sms", string>;
};

export type DemoTouch = { channel: "email" | "sms"; minutes?: number; day?: number; at?: string };

export type DemoService = {
	externalId: string;
	name: string;
	description: string;
	priceCents: number;
	durationMinutes: number;
};

export type TouchWords = { firstName: string; vehicle: string; service: string; location: string; phone: string };
