import type { PermissionName } from "#app/domain/identity/policy.ts";
import type { IconName } from "#app/ui/signs/icon-names.ts";

/** The settings' groups, in the order in which they stand. */
export const GROUPS = ["You", "The firm", "Customers", "Messages", "Connections", "Oversight"] as const;

/** One part of the settings, shown to whom may open it. */
export type Section = {
	group: (typeof GROUPS)[number];
	label: string;
	href: string;
	text: string;
	icon: IconName;
	permission: PermissionName;
};

/** Every part of the settings that exists, on one page; a room adds its line here. */
export const SECTIONS: readonly Section[] = [
	{
		group: "You",
		label: "Profile",
		href: "/settings/profile",
		text: "Your name, password, time zone, appearance and start page",
		icon: "person",
		permission: "preferences.view",
	},
	{
		group: "You",
		label: "Sessions",
		href: "/settings/sessions",
		text: "Where you are signed in, and signing out elsewhere",
		icon: "lock",
		permission: "preferences.view",
	},
	{
		group: "You",
		label: "Your hours",
		href: "/settings/hours",
		text: "When you can be booked: week, holidays, breaks and notice",
		icon: "clock",
		permission: "hours.edit",
	},
	{
		group: "The firm",
		label: "Organisation",
		href: "/settings/organisation",
		text: "Name, time zone, currency and colour",
		icon: "building",
		permission: "organisation.edit",
	},
	{
		group: "The firm",
		label: "Members",
		href: "/settings/members",
		text: "Who works here, their roles and invitations",
		icon: "people",
		permission: "members.view",
	},
	{
		group: "The firm",
		label: "Locations",
		href: "/settings/locations",
		text: "Hours, holidays, services, how they are booked and when they write",
		icon: "calendar",
		permission: "locations.view",
	},
	{
		group: "Messages",
		label: "Sending",
		href: "/settings/sending",
		text: "The switches for email and SMS, quiet hours, and where customers write to",
		icon: "send",
		permission: "organisation.view",
	},
	{
		group: "Messages",
		label: "Sequences",
		href: "/settings/sequences",
		text: "The messages that follow a request, for the organisation and each location",
		icon: "workflow",
		permission: "sequences.view",
	},
	{
		group: "Messages",
		label: "Templates",
		href: "/settings/templates",
		text: "Texts with variables, their versions and a preview",
		icon: "mail",
		permission: "messages.view",
	},
	{
		group: "Messages",
		label: "Suppression list",
		href: "/settings/suppressions",
		text: "Addresses and numbers that nothing is sent to, and why",
		icon: "bell",
		permission: "messages.view",
	},
	{
		group: "Connections",
		label: "Shop systems",
		href: "/settings/shops",
		text: "Connections to shop systems, their locations and deliveries",
		icon: "workflow",
		permission: "shops.view",
	},
	{
		group: "Customers",
		label: "Scoring",
		href: "/settings/scoring",
		text: "What makes a contact's score, with the weight of each fact",
		icon: "chart",
		permission: "scoring.edit",
	},
	{
		group: "Customers",
		label: "Custom fields",
		href: "/settings/fields",
		text: "What you want to know of contacts, accounts, deals and projects besides",
		icon: "columns",
		permission: "fields.edit",
	},
	{
		group: "Customers",
		label: "Tags",
		href: "/settings/tags",
		text: "The words that records share: counts, renaming, joining and deleting",
		icon: "people",
		permission: "contacts.view",
	},
	{
		group: "Customers",
		label: "Pipelines",
		href: "/settings/pipelines",
		text: "The stages that deals go through, their chances and limits",
		icon: "workflow",
		permission: "pipelines.edit",
	},
	{
		group: "Connections",
		label: "Account figures",
		href: "/settings/account-hooks",
		text: "Systems that post revenue, scores and usage of accounts, and what became of it",
		icon: "chart",
		permission: "account-hooks.view",
	},
	{
		group: "Connections",
		label: "API keys",
		href: "/settings/api-keys",
		text: "Keys for programs, with their scopes and last use",
		icon: "link",
		permission: "api-keys.manage",
	},
	{
		group: "Oversight",
		label: "Models",
		href: "/settings/ai",
		text: "What models are asked for, what it costs, and the month's budget",
		icon: "bot",
		permission: "organisation.edit",
	},
	{
		group: "Oversight",
		label: "Audit log",
		href: "/audit",
		text: "Who changed what, and who signed in",
		icon: "activity",
		permission: "audit.view",
	},
	{
		group: "Oversight",
		label: "Jobs",
		href: "/jobs",
		text: "Background work that waits, runs or failed",
		icon: "clock",
		permission: "jobs.view",
	},
];
