// Lines that the chat must not answer from its own figures: each has a kind and honest answer of its own.

/** "My left window has a purple spot": says how something is, and asks for nothing. */
const STATEMENT =
	/^(?:(?:hi|hey|hello|so|well|also|and|but|sorry)\W+)*(?:(?:my|our|the|one|both|some|it|this|that|there|they)\b.*\b(?:is|are|was|were|has|have|had|got|came|went|fell|keeps?|kept|looks?|feels?|started|began|won'?t|doesn'?t|isn'?t)\b|(?:it|that|there)'s\b|i (?:have|had|got|see|saw|found|noticed)\b)/;
const TROUBLE =
	/\b(?:spots?|bubbl\w+|peel\w*|crack(?:s|ed|ing)?|loose|lifting|leak\w*|purple|broken?|fell off|came off|coming off|wrong|problems?|issues?|damaged?|faded|fading|streaks?|hazy)\b/;
const WISH =
	/\?|\b(?:wants?|needs?|i(?:'d| would) (?:like|love)|looking (?:for|to)|interested|thinking (?:of|about)|how about|what about|please)\b|^(?:can|could|would|will|do|does|is|are|what|which|how|when|where)\b/;

/** Asks who answers here: a machine says so. */
const IDENTITY =
	/\b(?:who (?:is|are) (?:this|you|these|i talking (?:to|with)|am i (?:talking|speaking|texting) (?:to|with))|(?:are|r) (?:you|u) (?:a |an |really )*(?:ro)?bot\b|(?:are|r) (?:you|u) (?:a |an )?(?:ai|real|human|person|machine|computer)\b|is (?:this|it) (?:a |an )?(?:(?:ro)?bot|ai|automated|automatic|real|machine|human|person)\b|am i (?:talking|speaking|chatting|texting) (?:to|with) (?:a |an )?(?:(?:ro)?bot|human|real|person|machine|ai))/;

/** The customer does not want what was asked for any more, or is not the one who asked. */
const DECLINED =
	/\b(?:not interested|no longer interested|(?:don'?t|do not) (?:need|want) (?:it|this|that|anything|one) (?:any ?more|anymore|now)|wrong (?:number|person)|changed my mind|already (?:booked|got|had|found|went|did|fixed|done)\b|(?:went|going) (?:with )?(?:somewhere|someone|elsewhere)|(?:booked|done|found (?:it|one|someone)) (?:somewhere else|elsewhere)|sold the (?:car|truck|vehicle|suv))/;

/** Something the team has to hear now, whoever answers. */
const URGENT =
	/\b(?:(?:running|be|i'?m|am|are|is) (?:(?:a (?:bit|little|few)|about|around|\d+|min\w*|some) ?){0,3}(?:late|delayed)\b(?! (?:afternoon|morning|evening|night))|stuck in traffic|(?:is|are|was) (?:my|our) (?:car|truck|vehicle|suv|van)(?: \w+)? (?:ready|done|finished)|(?:left|forgot) my \w+ (?:in|at|with) (?:the|my|your|you))\b/;

/** What only the team knows: paying, promises, favours, how to hand the vehicle over. */
const FOR_TEAM =
	/\b(?:credit cards?|debit cards?|amex|cash|venmo|zelle|paypal|apple pay|personal checks?|financ(?:e|ing)|monthly|payment plans?|installments?|pay (?:later|by|with|in|over)|insurance|warrant(?:y|ies|ied)|guarantee[ds]?|shuttle|loaner|rental|ride home|uber|waiting (?:room|area)|wi-?fi|coffee|wait (?:here|there|in|at|while|around)|(?:come|drive) (?:to|out to) (?:me|us|my)|mobile (?:service|tint|detail\w*|unit)|my (?:house|home|driveway|office|work)|pick ?up (?:and|or|service)|night before|evening before|after hours|early drop|key drop|overnight|discounts?|coupons?|promo(?:tion)?s?|specials|military|price match|(?:beat|match) (?:\$|a |an |the |that |this |your |\d)|best price|lower price|negotiat\w*|refund|deposit|legal(?:ly)?|what (?:brand|film|tint|product)s? do you (?:use|carry)|how dark)\b/;

/** Somebody else brings the vehicle. */
const SOMEBODY_ELSE =
	/\b(?:can|could|may|is it ok(?:ay)? if|will) (?:my|a|our) (?:wife|husband|son|daughter|brother|sister|mom|mother|dad|father|friend|partner|girlfriend|boyfriend|roommate|neighbor|assistant|driver|boss|coworker|employee)s?\b/;

const SPANISH =
	/\b(?:hola|cuanto|cuesta|cuestan|precios?|gracias|buenos dias|buenas tardes|quiero|quisiera|una cita|hablan? espanol|horario|abren|cierran|donde estan|por favor)\b/;

/** "Do you do oil changes": asks whether something is done here. */
const WHETHER =
	/\b(?:do|can|could|would|will) (?:you|u|ya|y'?all|yall|they)(?: guys| all| also| ever)* (?:do|offer|fix|repair|install|provide|replace|make|carry|sell|work on|service|change|handle|have|remove|apply|put on)\b(?! (?:it|this|that|anything|something|any (?:times?|days?|slots?)|time|one|me)\b)/;

// Work of a garage by the names customers give it. Only read where the catalogue holds nothing of the line: then the
// price of what was spoken of before would be the price of something else.
const OTHER_WORK =
	/\b(?:oil|brakes?|rotors?|tires?|tyres?|wheels?|rims?|batter(?:y|ies)|alternator|starter|engines?|transmissions?|clutch|alignments?|inspections?|smog|emissions?|mufflers?|exhausts?|catalytic|a\/?c|air con\w*|suspension|shocks?|struts?|wipers?|dents?|body ?work|bumpers?|paint job|respray|windshields?|glass|stereo|speakers?|radio|alarms?|remote start\w*|tow(?:ing)?|key fob|tune ?up|coolant|radiator|spark plugs?|diagnostics?|check engine|lift kits?|spoilers?|headlights?|tail ?lights?|wash|wax|detail\w*|wraps?|tint\w*|ceramic|ppf|vinyl|polish\w*)\b/;

export type Question = "identity" | "declined" | "urgent" | "spanish" | "for-team";

/** The kind of question a plain text is, where it is one that no figure answers. */
export function questionOf(plain: string): Question | undefined {
	if (IDENTITY.test(plain)) return "identity";
	if (DECLINED.test(plain)) return "declined";
	if (URGENT.test(plain)) return "urgent";
	if (FOR_TEAM.test(plain) || SOMEBODY_ELSE.test(plain)) return "for-team";
	return SPANISH.test(plain) ? "spanish" : undefined;
}

/** Whether a plain text names work of a garage. Ask only where the catalogue holds nothing of it. */
export function namesWork(plain: string): boolean {
	return OTHER_WORK.test(plain);
}

/** Whether a plain text tells how something is, rather than asking for work. Ask only where it names a service. */
export function tellsOfWork(plain: string): boolean {
	return !WISH.test(plain) && plain.split(" ").length > 3 && (STATEMENT.test(plain) || TROUBLE.test(plain));
}

/** Whether a plain text asks if something is done here: "do you do …". */
export function asksWhether(plain: string): boolean {
	return WHETHER.test(plain);
}
