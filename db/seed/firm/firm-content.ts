// The demo firm's own records, by hand: customers with fleets, people, work, and what the agents may do.

/** Days from the first filling to the renewal: two in every stage of SUCCESS-2, and two that are far off. */
export const ACCOUNTS = [
	{
		key: "ridgeline",
		name: "Ridgeline Rentals",
		industry: "Car rental",
		arr: 86_400,
		before: 79_200,
		in: 118,
		health: 82,
	},
	{
		key: "brightway",
		name: "Brightway Couriers",
		industry: "Delivery",
		arr: 41_000,
		before: 41_000,
		in: 75,
		health: 64,
	},
	{
		key: "cascade",
		name: "Cascade Coach Lines",
		industry: "Transport",
		arr: 58_500,
		before: 62_000,
		in: 45,
		health: 47,
	},
	{
		key: "juniper",
		name: "Juniper Home Health",
		industry: "Health care",
		arr: 22_800,
		before: 19_900,
		in: 14,
		health: 71,
	},
	{
		key: "summit",
		name: "Summit Auto Group",
		industry: "Car dealer",
		arr: 124_000,
		before: 118_000,
		in: 6,
		health: 55,
	},
	{ key: "tern", name: "Tern Security", industry: "Security", arr: 33_600, before: 33_600, in: 2, health: 38 },
	{ key: "oakline", name: "Oakline Realty", industry: "Real estate", arr: 17_250, before: 15_000, in: -9, health: 42 },
	{ key: "mesa", name: "Mesa Solar", industry: "Construction", arr: 29_700, before: null, in: -24, health: 30 },
	{
		key: "harborview",
		name: "Harborview Hotels",
		industry: "Hotels",
		arr: 64_000,
		before: 57_600,
		in: 208,
		health: 90,
	},
	{
		key: "pinecrest",
		name: "Pinecrest Schools",
		industry: "Education",
		arr: 38_900,
		before: 36_000,
		in: 331,
		health: 77,
	},
] as const;

/** People at those accounts; prospects are contacts at a stage. */
export const CONTACTS = [
	{ first: "Renata", last: "Solberg", account: "ridgeline", stage: "customer", role: "fleet" },
	{ first: "Amir", last: "Haddad", account: "brightway", stage: "customer", role: "dispatch" },
	{ first: "Petra", last: "Lang", account: "cascade", stage: "customer", role: "office" },
	{ first: "Curtis", last: "Bell", account: "summit", stage: "customer", role: "service" },
	{ first: "Yuki", last: "Mori", account: "juniper", stage: "customer", role: "office" },
	{ first: "Dolores", last: "Vance", account: "oakline", stage: "customer", role: "office" },
	{ first: "Sam", last: "Whitaker", account: undefined, stage: "prospect", role: "whitakerfarms" },
	{ first: "Leila", last: "Aziz", account: undefined, stage: "prospect", role: "azizcatering" },
	{ first: "Tobias", last: "Grant", account: undefined, stage: "prospect", role: "grantroofing" },
	{ first: "Maeve", last: "Collins", account: undefined, stage: "prospect", role: "collinsvets" },
	{ first: "Hector", last: "Luna", account: "mesa", stage: "former", role: "fleet" },
] as const;

export const DEALS = [
	{ key: "vans", name: "Twelve vans, logo wrap", account: "brightway", stage: "proposal", cents: 3_180_000, in: 20 },
	{
		key: "fleet-tint",
		name: "Fleet tint, second year",
		account: "ridgeline",
		stage: "negotiation",
		cents: 2_450_000,
		in: 34,
	},
	{
		key: "demo-cars",
		name: "Coating for demonstrator cars",
		account: "summit",
		stage: "qualified",
		cents: 960_000,
		in: 60,
	},
] as const;

export const PROJECTS = [
	{ key: "wrap-vans", name: "Wrap Brightway's new vans", account: "brightway", state: "active", in: 30 },
	{ key: "coach-windows", name: "Window film for Cascade's coaches", account: "cascade", state: "planned", in: 55 },
	{ key: "summit-handover", name: "Handover bay at Summit", account: "summit", state: "active", in: 18 },
] as const;

export const AGENTS = [
	{
		kind: "outreach",
		name: "Opal",
		autonomy: "approve",
		instructions: "Write first messages to fleet managers. Two sentences, one question, no discounts.",
	},
	{
		kind: "follow-up",
		name: "Fern",
		autonomy: "suggest",
		instructions: "Suggest who should hear from us today and why. Leave alone whoever wrote STOP.",
	},
	{
		kind: "scheduling",
		name: "Sol",
		autonomy: "alone",
		instructions: "Offer free times and book them. Never move an appointment without being asked.",
	},
	{
		kind: "support",
		name: "Wren",
		autonomy: "suggest",
		instructions: "Answer questions about care and warranty from the documents. Say so when they do not answer it.",
	},
	{
		kind: "planning",
		name: "Birch",
		autonomy: "suggest",
		instructions: "Look at next week's calendar each Friday and name the days that will not hold.",
	},
] as const;

/** `who` is a demo person's first word of the address, or an agent's name. */
export const TASKS = [
	{
		title: "Call Dolores Vance about the overdue renewal",
		priority: "urgent",
		in: 0,
		who: "manager",
		account: "oakline",
	},
	{ title: "Send Summit the renewal terms", priority: "urgent", in: 1, who: "owner", account: "summit" },
	{ title: "Measure the second coach at Cascade", priority: "normal", in: 4, who: "user", account: "cascade" },
	{ title: "Order charcoal film, two rolls left", priority: "high", in: 2, who: "user", account: undefined },
	{ title: "Draft a first message to Tobias Grant", priority: "normal", in: 3, who: "Opal", account: undefined },
	{
		title: "Find three free mornings for Brightway's vans",
		priority: "normal",
		in: 5,
		who: "Sol",
		account: "brightway",
	},
	{ title: "Photograph the finished wrap for the website", priority: "low", in: 9, who: "user", account: undefined },
] as const;

export const TEMPLATES = [
	{
		name: "Price after a call",
		channel: "email",
		subject: "Your price for {{service.name|the work}}",
		body: "Hi {{contact.firstName|there}},\n\nAs discussed, here is the price for {{service.name|the work}} on your {{vehicle.label|vehicle}}. It holds for 30 days and includes material, work and the final check.\n\nReply to this email to book, or pick a time yourself.",
	},
	{
		name: "Ready for pick-up",
		channel: "sms",
		subject: "",
		body: "Hi {{contact.firstName|there}}, your {{vehicle.label|vehicle}} is ready at {{location.name}}. We are here until 5:30 pm.",
	},
	{
		name: "After the work",
		channel: "email",
		subject: "How does your {{vehicle.label|vehicle}} look?",
		body: "Hi {{contact.firstName|there}},\n\nYou have had a week with it now. If anything is not as it should be, tell us and we put it right.\n\nThank you for coming to {{location.name}}.",
	},
] as const;
