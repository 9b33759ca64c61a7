import { type Command, CommanderError } from 'commander';

/**
 * An option that takes one value and is given twice is an error: which of them was meant cannot be told. Options whose
 * values add up are variadic, or have a parser that takes the earlier values as its second parameter.
 */
export function refuseRepeated(command: Command): void {
  for (const option of command.options) {
    const takesValue = option.required || option.optional;
    const addsUp = option.variadic || (!option.argChoices && (option.parseArg?.length ?? 0) > 1);
    if (!takesValue || addsUp) continue;
    let given = false;
    command.on(`option:${option.name()}`, () => {
      if (given) {
        const what = `error: option '${option.flags}' is given twice; it takes one value.`;
        throw new CommanderError(1, 'alphaedit.repeatedOption', what);
      }
      given = true;
    });
  }
}
