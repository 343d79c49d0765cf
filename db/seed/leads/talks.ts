/** One line of a made-up conversation. `after` is minutes since the line before. */
export type TalkLine = { by: "customer" | "assistant" | "member"; after: number; text: string };

/** What a talk may mention of its lead; every `{word}` in a line is one of these. */
export type TalkWords = {
	first: string;
	service: string;
	price: string;
	vehicle: string;
	place: string;
	hours: string;
};

const line = (by: TalkLine["by"], after: number, text: string): TalkLine => ({ by, after, text });

/** Customers who answered and have not decided yet. */
export const ENGAGED: readonly TalkLine[][] = [
	[
		line("customer", 0, "How much is {service} for my {vehicle}?"),
		line("assistant", 0, "{service} is {price} at {place} and takes {hours}. Would you like to see free times?"),
		line("customer", 4, "I have to check with my wife first. Do you take a deposit?"),
		line("assistant", 0, "I do not know that for certain, so I have asked a colleague to answer you here."),
		line("member", 38, "Hi {first}, no deposit. You pay when you pick the vehicle up and have looked it over."),
		line("customer", 12, "Good to know, thanks. I will write by the weekend."),
	],
	[
		line("customer", 0, "Can I wait while you do it?"),
		line("assistant", 0, "{service} takes {hours}. Shall I ask the people at {place} whether you can wait there?"),
		line("customer", 3, "Yes please"),
		line(
			"member",
			25,
			"You can, there is a waiting room with coffee and Wi-Fi. Many people leave the car and come back, too.",
		),
	],
	[
		line("customer", 0, "Somebody quoted me less than {price}. Can you match it?"),
		line("assistant", 0, "I cannot change prices. I have asked a colleague to look at it with you."),
		line("member", 61, "Hi {first}, send me the quote and I will tell you what is in ours that is not in theirs."),
		line("customer", 190, "It is from the place by the mall, I will find the paper tonight."),
	],
	[
		line("customer", 0, "Do you have anything on a Saturday?"),
		line(
			"assistant",
			0,
			"{place} is open on Saturdays until 2 pm. {service} takes {hours}. Shall I show you free times?",
		),
		line("customer", 2, "Not this one, I am away. I will look again next week."),
		line("assistant", 0, "Fine. The times are on this page whenever you want them."),
	],
];

/** Customers who booked. */
export const BOOKED: readonly TalkLine[][] = [
	[
		line("customer", 0, "What does {service} cost for a {vehicle}?"),
		line("assistant", 0, "{service} is {price} at {place} and takes {hours}. Would you like to see free times?"),
		line("customer", 1, "Yes, mornings are best"),
		line("assistant", 0, "These mornings are free. Which one suits you?"),
		line("customer", 3, "The first one"),
		line("assistant", 0, "Your time is booked. You will get a confirmation with a calendar file."),
	],
	[
		line("customer", 0, "I want to book {service}"),
		line("assistant", 0, "Gladly. {service} at {place} takes {hours} and costs {price}. These times are free."),
		line("customer", 2, "The second"),
		line("assistant", 0, "Your time is booked. You can move or cancel it from the confirmation."),
		line("customer", 7, "Do I have to wash it before?"),
		line("assistant", 0, "I do not know that for certain, so I have asked a colleague to answer you here."),
		line("member", 44, "No need, {first}. We wash every vehicle before we start."),
	],
	[
		line("customer", 0, "Is {price} with everything?"),
		line("member", 16, "It is, {first}: material, work and the final check. Nothing is added at the desk."),
		line("customer", 20, "Then let us do it, which days do you have?"),
		line("assistant", 0, "These times are free at {place}."),
		line("customer", 2, "Taking the afternoon"),
		line("assistant", 0, "Your time is booked. You will get a confirmation with a calendar file."),
	],
];

/** Customers who went elsewhere. */
export const LOST: readonly TalkLine[][] = [
	[
		line("customer", 0, "Thanks, but I have had it done somewhere else."),
		line("member", 52, "Thanks for telling us, {first}. If anything is not as it should be, you can always ask us."),
	],
	[
		line("customer", 0, "{price} is more than I can spend right now. Maybe next year."),
		line("member", 35, "That is fine, {first}. Your request stays with us, just write when it suits you."),
	],
];

/** A line with its words filled in. */
export function sayLine(text: string, words: TalkWords): string {
	return text.replace(/\{(\w+)\}/g, (_, name: string) => words[name as keyof TalkWords] ?? "");
}
