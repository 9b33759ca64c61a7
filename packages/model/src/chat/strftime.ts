const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August'],
  ...['September', 'October', 'November', 'December'],
];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const two = (number: number) => String(number).padStart(2, '0');

const PARTS: Readonly<Record<string, (date: Date) => string>> = {
  Y: (date) => String(date.getFullYear()),
  y: (date) => two(date.getFullYear() % 100),
  m: (date) => two(date.getMonth() + 1),
  d: (date) => two(date.getDate()),
  e: (date) => String(date.getDate()).padStart(2, ' '),
  B: (date) => MONTHS[date.getMonth()]!,
  b: (date) => MONTHS[date.getMonth()]!.slice(0, 3),
  A: (date) => DAYS[date.getDay()]!,
  a: (date) => DAYS[date.getDay()]!.slice(0, 3),
  H: (date) => two(date.getHours()),
  M: (date) => two(date.getMinutes()),
  S: (date) => two(date.getSeconds()),
  '%': () => '%',
};

/**
 * A date as Python's `strftime` writes it in English, whatever the machine's language: chat templates are made with it.
 *
 * @example strftime(new Date(2024, 6, 26), '%d %b %Y') // '26 Jul 2024'
 */
export const strftime = (date: Date, format: string): string =>
  format.replace(/%-?(.)/gs, (token, letter: string) => {
    const text = PARTS[letter]?.(date);
    if (text === undefined) return token;
    return token[1] === '-' ? text.replace(/^[0 ](?=.)/, '') : text;
  });
