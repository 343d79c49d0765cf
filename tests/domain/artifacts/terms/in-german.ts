import { type Expected, paged } from "./expected.ts";

/** Contracts in German, written for this, of no real firm. */
export const IN_GERMAN: Expected[] = [
	{
		name: "a German contract of services",
		pages: paged(`DIENSTLEISTUNGSVERTRAG

zwischen der Alpental Optik GmbH, Seestraße 4, 87629 Füssen (nachfolgend „Auftraggeber“ genannt)
und der Fjordlicht Software AG, Hafenallee 12, 20457 Hamburg (nachfolgend „Auftragnehmer“ genannt).

§ 1 Laufzeit. Der Vertrag beginnt am 1. Mai 2027 und endet am 30. April 2029. Er verlängert sich automatisch um jeweils 12 Monate, wenn er nicht mit einer Frist von drei Monaten zum Ende der Laufzeit schriftlich gekündigt wird.

§ 2 Vergütung. Der Auftraggeber zahlt dem Auftragnehmer eine jährliche Vergütung von 24.600,00 EUR. Rechnungen sind innerhalb von 30 Tagen nach Erhalt zu zahlen.

§ 3 Preisanpassung. Der Auftragnehmer darf die Vergütung einmal im Jahr um höchstens 3 % erhöhen.

§ 4 Es gilt deutsches Recht. Gerichtsstand ist Hamburg.

Unterschrift Auftraggeber, Unterschrift Auftragnehmer`),
		party: ["Alpental Optik GmbH (Auftraggeber)", "Fjordlicht Software AG (Auftragnehmer)"],
		start: ["2027-05-01"],
		end: ["2029-04-30"],
		value: ["2460000 EUR a year"],
		renewal: ["by itself, 12 months"],
		notice: ["3 months"],
		rise: ["null %, cap 3"],
		payment: ["30 days"],
		law: ["deutsches"],
		who: ["value Auftraggeber", "rise Auftragnehmer"],
	},
	{
		name: "a German lease",
		pages: paged(`MIETVERTRAG ÜBER GEWERBERÄUME

Zwischen
Haus am Markt Immobilien GmbH, Marktplatz 1, 04109 Leipzig – im Folgenden „Vermieterin“ –
und
Buchhandlung Kranich e.K., Marktplatz 3, 04109 Leipzig – im Folgenden „Mieterin“ –
wird folgender Vertrag geschlossen:

1. Das Mietverhältnis beginnt am 01.07.2028 und endet am 30.06.2033.
2. Die Mieterin zahlt eine monatliche Miete von 1.850,00 €, fällig am dritten Werktag des Monats. Die Kaution beträgt 5.550,00 €.
3. Der Vertrag verlängert sich nicht automatisch. Eine Verlängerung bedarf der Schriftform.
4. Die Mieterin kann den Vertrag mit einer Frist von sechs Monaten zum Ende eines Kalenderjahres kündigen.
5. Die Miete wird einmal im Jahr an den Verbraucherpreisindex angepasst.

Leipzig, den 02.05.2028. Unterschrift Vermieterin, Unterschrift Mieterin`),
		party: ["Haus am Markt Immobilien GmbH (Vermieterin)", "Buchhandlung Kranich e.K (Mieterin)"],
		start: ["2028-07-01"],
		end: ["2033-06-30"],
		value: ["185000 EUR a month"],
		renewal: ["not by itself"],
		notice: ["6 months"],
		rise: ["null %, by an index"],
		who: ["value Mieterin", "notice Mieterin"],
	},
	{
		name: "a German contract of maintenance",
		pages: paged(`WARTUNGSVERTRAG

Vertragspartner:
1. Stadtwerke Elmsau GmbH, Werkstraße 1, 38100 Elmsau (im Folgenden: „Auftraggeberin“)
2. Hebezeug Lindner KG, Am Hafen 7, 26121 Oldenburg (im Folgenden: „Auftragnehmerin“)

Der Vertrag tritt am 1. Januar 2029 in Kraft und läuft bis zum 31. Dezember 2031. Wird er nicht spätestens sechs Monate vor Ablauf gekündigt, verlängert er sich um jeweils ein Jahr.
Die Auftraggeberin zahlt eine Jahrespauschale von 9.480 €, zahlbar binnen 14 Tagen nach Rechnungseingang.
Die Auftragnehmerin kann die Pauschale zum Jahresbeginn anpassen, höchstens jedoch um 2,5 %.
Es gilt das Recht der Bundesrepublik Deutschland. Unterschriften der Vertragspartner: ........`),
		party: ["Stadtwerke Elmsau GmbH (Auftraggeberin)", "Hebezeug Lindner KG (Auftragnehmerin)"],
		start: ["2029-01-01"],
		end: ["2031-12-31"],
		value: ["948000 EUR a year"],
		renewal: ["by itself, 1 years"],
		notice: ["6 months"],
		rise: ["null %, cap 2.5"],
		payment: ["14 days"],
		law: ["Bundesrepublik Deutschland"],
		who: ["value Auftraggeberin", "payment Auftraggeberin", "rise Auftragnehmerin"],
	},
];
