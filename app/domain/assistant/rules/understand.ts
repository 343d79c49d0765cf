import { type ChatService, matchServices } from "./match-service.ts";
import { asksWhether, namesWork, questionOf, tellsOfWork } from "./questions.ts";
import { type Offer, readChoice } from "./read-choice.ts";
import { readWhen, type When } from "./read-when.ts";
import { plainText } from "./text.ts";

export const INTENTS = [
	"price",
	"duration",
	"hours",
	"services",
	"place",
	"book",
	"pick",
	"yes",
	"no",
	"move",
	"cancel",
	"my-appointment",
	"person",
	"thanks",
	"greeting",
	"stop",
	"identity",
	"declined",
	"spanish",
	"for-team",
	"other-work",
	"unclear-work",
	"unknown",
] as const;
export type Intent = (typeof INTENTS)[number];

/** What a line asks for. `services` are those it names (several when it is ambiguous); `pick` is an offered instant. */
export type Understood = { intent: Intent; services: ChatService[]; when?: When; pick?: number };

/** What the chat is in the middle of, as far as it changes the meaning of a line. */
export type InTheMiddle = { offer?: Offer; isConfirming?: boolean; wantsService?: boolean; isAwaiting?: boolean };

type Surroundings = {
	services: readonly ChatService[];
	/** Ids of the services the customer asked for before. */
	wanted?: ReadonlySet<string>;
	/** Epoch ms. */
	now: number;
	zone: string;
	state?: InTheMiddle;
};

const STOP =
	/^(?:stop|stop ?all|unsubscribe|opt ?out)(?: (?:please|now|it|messages?|texting|texts?|all))*$|\b(?:stop (?:texting|messaging|emailing|contacting|writing(?: to)?)|take me off|don'?t (?:contact|text|message|email|write to) me|remove me from)\b/;
const YES =
	/^(?:yes|yeah|yep|yup|ya|sure|ok|okay|k|confirm(?:ed)?|correct|right|perfect|great|sounds (?:good|great|perfect)|good|fine|please do|do it|go ahead|book it|book (?:that|this)|let'?s do (?:it|that)|that works|works(?: for me)?|absolutely|definitely|of course)\b/;
const NO =
	/^(?:no|nope|nah|not (?:that|this|now|really)|don'?t|none|neither|wrong|another|different|something else|never ?mind|no thanks)\b/;
const PERSON =
	/\b(?:human|real person|someone (?:real|call)|somebody|(?:speak|talk|chat) (?:to|with) (?:a |an |some|your )?(?:\w+ )?(?:person|someone|human|agent|manager|representative|rep|staff|team|owner|one)|representative|operator|call me|phone me|ring me|give me a call|call back|callback|complain(?:t)?|speak to (?:the )?manager|a person)\b/;
const CANCEL =
	/\b(?:cancel(?:l?ing|l?ed)?|call (?:it )?off|can(?:no|')?t (?:make|do) (?:it|that|my)|won'?t be able to (?:come|make)|delete my (?:booking|appointment)|no longer (?:need|want) (?:the|my) appointment)\b/;
const MOVE =
	/\b(?:re-?schedul(?:e|ing|ed)|re-?book|postpone|push (?:it |my appointment )?back|(?:move|change|shift|switch) (?:it|this|that|my (?:appointment|booking|time|slot)|the (?:appointment|booking|time|day|date)|to (?:another|a different))|(?:another|different|other|new) (?:time|day|date|slot)(?: instead)?|come (?:earlier|later) instead)\b/;
const MINE =
	/\b(?:when|what time|what day|which day)(?:'s| is| was| are)? (?:my|our) (?:appointment|booking|slot)|\b(?:do i have|have i got|is there) (?:an |a |any )?(?:appointment|booking)|\bmy appointments?\b(?=\W*$)|\bam i (?:booked|scheduled)\b/;
const PRICE =
	/\b(?:how much|price[sd]?|pricing|cost(?:s|ing)?|quote|estimate|charge|fees?|rates?|expensive|cheap(?:er|est)?|afford|dollars?|ballpark|what would (?:it|that) run)\b|\$/;
const DURATION =
	/\bhow (?:long|many hours)\b|\btakes? (?:long|all day|time)\b|\bduration\b|\bwhile (?:i|you) wait\b|\bwait for it\b|\bready (?:the )?same day\b/;
/** Asks for opening hours in words that a wish for a time has too. */
const SURELY_HOURS =
	/\b(?:are|r) (?:you|u|ya|y'?all|they|guys) (?:guys |still |all )?(?:open|closed)\b|\bopening (?:times?|hours)\b|\bwhat (?:time|day)s? (?:do|are|r|does) (?:you|u|ya|y'?all|they|it)(?: guys| all)? (?:open|clos(?:e|ing)|start|there)|\b(?:do|are) (?:you|u|ya|y'?all)(?: guys| all)? (?:work|open|there|in|around)(?:ing)?(?: on| at| over)?(?: the)? (?:weekends?|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|holidays?)\b|\bhow (?:late|early) (?:are|do|r)\b/;
const HOURS =
	/\b(?:hours?|opening times?|what time do you|when (?:do|are) you (?:open|close|guys|there)|are you (?:open|closed)|(?:you )?open (?:on|today|tomorrow|now|late|sundays?|saturdays?|weekends?|this|until|till|at)|you open|clos(?:e|es|ed|ing) (?:at|on|today|tomorrow|time)|do you close|still open)\b/;
const SERVICES =
	/\b(?:what (?:services|do you (?:do|offer|provide)|kind of (?:work|services)|can you do|all do you)|(?:list|menu|which|your|all(?: your)?) (?:of )?services|services (?:do you|you|are)|price list|catalog(?:ue)?)\b|^(?:services|menu)\W*$/;
const PLACE =
	/\b(?:address|where (?:are|is|do i|can i find) (?:you|your|the|it|go|come)|located|location|directions|how (?:do i|to) (?:get|find)|phone number|your number|email address|parking)\b|\bwhere are you\b/;
const BOOK =
	/\b(?:book(?:ing)?|appointments?|schedul(?:e|ing)|availab(?:le|ility)|slots?|openings?|free (?:on|at|this|next|time|tomorrow|today|slot)|(?:are|r) (?:you|u|ya|y'?all|they|guys)(?: guys| all)? (?:free|available)(?! to (?:talk|chat|speak))|(?:what|which) days? (?:work|suit|are (?:free|open|available))|what have you got|any(?:thing)? (?:free|spots?|times?)|(?:free|open|available) (?:spots?|times?|days?)|(?:have|got) (?:any )?(?:time|room|space)|when (?:can|could|should|may) (?:i|you|we)|when (?:works|suits)|how soon|what(?:'s| is| are)? (?:the |your )?(?:next|first|soonest)|which times?|what times?|times? do (?:you|u|ya)|come in|come by|bring (?:it|my|the|her|him)|drop (?:it |my (?:car|truck|vehicle) )?off|fit me in|get (?:me )?in|reserve|set (?:it |something )?up|make a time|see me|squeeze me in)\b/;
const THANKS =
	/\b(?:thanks|thank you|thx|ty|cheers|appreciate(?: it)?|awesome|have a (?:good|great|nice)|bye|goodbye|see you)\b/;
const GREETING =
	/^(?:hi|hey|hello|howdy|good (?:morning|afternoon|evening|day)|yo|hiya|greetings|sup)\b(?: (?:there|guys|all|team|again))?(?:\W+(?:is )?(?:anyone|anybody|someone|somebody)(?: (?:there|here|home))?|\W+(?:are )?you there)?\W*$|^(?:is )?(?:anyone|anybody|someone|somebody) (?:there|here)\W*$|^(?:are )?you there\W*$/;
const CHEAPEST = /\b(?:cheapest|least expensive|lowest price[sd]?|most affordable)\b/;
/** A bare nod, when nothing was asked. */
const NOD =
	/^(?:(?:ok(?:ay)?|k|yes|yeah|yep|yup|sure|cool|great|perfect|got it|alright|all right|sounds good|nice|good|please|pls)\W*)+$/;
const THUMB = /^👍/u;

/**
 * Reads one line of a customer (LEAD-6's rules path): the same line in the same middle always means the same. What
 * is being confirmed or chosen goes first, then what a person must hear, then questions, then wishes for a time.
 */
export function understand(text: string, { services, wanted, now, zone, state = {} }: Surroundings): Understood {
	const plain = plainText(text).slice(0, 2_000);
	// "Good morning" greets and asks for no morning.
	const when = readWhen(plain.replace(/^good (?:morning|afternoon|evening)\b/, ""), now, zone);
	const named = matchServices(plain, services, wanted);
	const heard = (intent: Intent, more: Partial<Understood> = {}): Understood => ({
		intent,
		services: named,
		...(when ? { when } : {}),
		...more,
	});
	if (STOP.test(plain)) return heard("stop");
	const answer = readAnswer(plain, state, when, zone, heard);
	if (answer) return answer;
	if (GREETING.test(plain)) return heard("greeting");
	const question = questionOf(plain);
	if (question === "identity") return heard("identity");
	if (PERSON.test(plain) || question === "urgent") return heard("person");
	if (CANCEL.test(plain)) return heard(when && INSTEAD.test(plain) ? "move" : "cancel");
	if (MOVE.test(plain)) return heard("move");
	// Who asks for a service's price among other things is told the price: that much is sure.
	if (CHEAPEST.test(plain)) return heard("price", { services: byPrice(named.length > 0 ? named : services) });
	const asksPrice = PRICE.test(plain) && (named.length > 0 || question === "declined");
	if (question && !asksPrice) return heard(question);
	return heard(questionIn(plain, named.length > 0, when !== undefined, state));
}

function byPrice(services: readonly ChatService[]): ChatService[] {
	return [...services].sort((a, b) => (a.priceCents ?? Infinity) - (b.priceCents ?? Infinity));
}

/** "Can't make it, can we do Friday instead" moves. */
const INSTEAD = /\b(?:instead|can (?:we|i) (?:do|come|make it)|could (?:we|i)|how about|what about|rather)\b/;

/** What a line means as an answer to what the chat has just asked. */
function readAnswer(
	plain: string,
	state: InTheMiddle,
	when: When | undefined,
	zone: string,
	heard: (intent: Intent, more?: Partial<Understood>) => Understood,
): Understood | undefined {
	const asksElse = PRICE.test(plain) || DURATION.test(plain) || PERSON.test(plain) || CANCEL.test(plain);
	if (state.isConfirming && !when) {
		if (NO.test(plain)) return heard("no");
		if (YES.test(plain) && !asksElse) return heard("yes");
	}
	if (state.offer && !asksElse) {
		const pick = readChoice(plain, state.offer, when, zone);
		if (pick !== undefined) return heard("pick", { pick });
		if (NO.test(plain) && !when) return heard("no");
	}
	return undefined;
}

function questionIn(plain: string, hasService: boolean, hasWhen: boolean, state: InTheMiddle): Intent {
	if (MINE.test(plain)) return "my-appointment";
	if (SURELY_HOURS.test(plain)) return "hours";
	if (!hasService && !SERVICES.test(plain) && namesWork(plain)) return "other-work";
	if (PRICE.test(plain) && !SERVICES.test(plain)) return "price";
	if (SERVICES.test(plain)) return "services";
	if (DURATION.test(plain)) return "duration";
	if (PLACE.test(plain)) return "place";
	if (BOOK.test(plain)) return "book";
	if (HOURS.test(plain)) return "hours";
	if (hasWhen) return "book";
	// A service alone answers "which one?"; otherwise whoever names one wants to know what it costs.
	// To a person who is awaited, whoever names one in a longer line tells rather than asks.
	const isTelling = state.isAwaiting && !asksWhether(plain) && plain.split(" ").length > 4;
	if (hasService && !isTelling && state.wantsService) return "book";
	if (hasService && !isTelling) return tellsOfWork(plain) ? "unclear-work" : "price";
	if (!SERVICES.test(plain) && asksWhether(plain)) return "other-work";
	if (NO.test(plain)) return "no";
	if (THANKS.test(plain)) return "thanks";
	if (YES.test(plain) && /\b(?:book|go ahead|do it)\b/.test(plain)) return "book";
	if (NOD.test(plain) || THUMB.test(plain)) return "yes";
	return "unknown";
}
