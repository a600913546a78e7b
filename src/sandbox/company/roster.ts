export interface RosterAccount {
  apiId: string;
  name: string;
  parent?: string;
  /** Working days before today on which it was made. */
  since: number;
  domain: string;
  people: RosterPerson[];
}

export interface RosterPerson {
  username: string;
  firstName: string;
  lastName: string;
  email: string;
  isAdministrator: boolean;
}

/** Two share a name, as real ones do. A star makes an Administrator. */
const accounts: [
  since: number,
  apiId: string,
  name: string,
  domain: string,
  people: string,
  parent?: string,
][] = [
  [
    39,
    "acme",
    "Acme Ltd",
    "acme.example",
    "Anna Albrecht*, Ben Adeyemi, Clara Duval, Dario Rossi*, Elif Kaya, Finn Olsen, Grace Chen, Hugo Brandt",
  ],
  [
    38,
    "acme-de",
    "Acme Germany",
    "acme.example",
    "Jonas Keller*, Lena Vogt, Moritz Hahn, Nele Sommer, Paul Winkler",
    "acme",
  ],
  [
    36,
    "acme-fr",
    "Acme France",
    "acme.example",
    "Camille Laurent*, Luc Moreau, Manon Girard, Théo Petit",
    "acme",
  ],
  [
    33,
    "bluebird",
    "Bluebird Logistics",
    "bluebird.example",
    "Isla Fraser*, Jack Morton*, Kira Novak, Liam Doyle, Maya Shah, Noah Price, Orla Byrne",
  ],
  [31, "cedar", "Cedar & Sons", "cedar.example", "Peter Cedar*, Quentin Ash, Rosa Lima, Susan Pratt"],
  [
    28,
    "delta",
    "Delta Clinics",
    "delta.example",
    "Tariq Aziz*, Ulla Berg, Viktor Orlov, Wanda Kowalska, Xenia Popov, Yusuf Demir",
  ],
  [
    27,
    "delta-north",
    "Delta North",
    "delta.example",
    "Zoe Hart*, Aaron Fisk, Bella Stone, Caleb West",
    "delta",
  ],
  [
    24,
    "globex-eu",
    "Globex",
    "globex.example",
    "Daan Visser*, Eva Smit, Femke Bos, Gijs Mulder, Hana Dvorak, Ivo Kolar",
  ],
  [
    22,
    "globex-us",
    "Globex",
    "globex.example",
    "Jordan Blake*, Kelly Ross, Logan Reed, Morgan Lee, Nadia Haddad",
  ],
  [19, "harbour", "Harbour Foods", "harbour.example", ""],
  [16, "initech", "Initech", "initech.example", "Oscar Lindgren*, Priya Nair, Ravi Patel, Sofia Costa"],
  [12, "kestrel", "Kestrel Insurance", "kestrel.example", "Tom Whelan*, Wendy Zhou, Vince Carter, Ada Quist"],
  [6, "umbra", "Umbra Studio ✨", "umbra.example", "Yara Silva*, Zack Moon"],
];

/** The customers' Accounts, in the order in which they came, and who works in them: 60 people with Hanna of Harbour Foods. */
export const roster: RosterAccount[] = accounts.map(([since, apiId, name, domain, people, parent]) => ({
  apiId,
  name,
  since,
  domain,
  people: people
    .split(", ")
    .filter(Boolean)
    .map((one) => personOf(one, domain)),
  ...(parent && { parent }),
}));

export const hanna: RosterPerson = {
  username: "hanna",
  firstName: "Hanna",
  lastName: "Holm",
  email: "hanna@harbour.example",
  isAdministrator: false,
};

/** An address that the mail server refuses on the last day. */
export const refusedAddress = "tom.weelan@kestrel.example";

export function personOf(words: string, domain: string): RosterPerson {
  const [firstName = "", lastName = ""] = words.replace("*", "").split(" ");
  const username = `${firstName}.${lastName}`
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase();
  return {
    username,
    firstName,
    lastName,
    email: `${username}@${domain}`,
    isAdministrator: words.endsWith("*"),
  };
}
