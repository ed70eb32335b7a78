//! `qbank man`: manual pages, made of the same words as the help.

use clap::{Command, CommandFactory};
use clap_mangen::Man;
use qbank_model::suggest::did_you_mean;

use crate::Verdict;
use crate::args::{Args, ManArgs};
use crate::failure::Failure;
use crate::output::{note, print, write_text};
use crate::render::summary::plural;

pub(super) fn run(args: &ManArgs) -> Result<Verdict, Failure> {
    let mut tool = Args::command();
    tool.build();
    if let Some(folder) = &args.output_dir {
        let commands: Vec<&Command> = [&tool].into_iter().chain(own_commands(&tool)).collect();
        for command in &commands {
            let name = command.get_display_name().unwrap_or_else(|| command.get_name());
            write_text(&folder.join(format!("{name}.1")), &page(command)?)?;
        }
        note(&plural(commands.len(), "page"))?;
        return Ok(Verdict::Clean);
    }
    let command = match &args.name {
        None => &tool,
        Some(name) => own_commands(&tool).find(|command| command.get_name() == name).ok_or_else(|| {
            let names: Vec<&str> = own_commands(&tool).map(Command::get_name).collect();
            Failure::NoSuchCommand { name: name.clone(), help: did_you_mean(name, &names) }
        })?,
    };
    print(&page(command)?)?;
    Ok(Verdict::Clean)
}

fn own_commands(tool: &Command) -> impl Iterator<Item = &Command> {
    tool.get_subcommands().filter(|command| command.get_name() != "help")
}

fn page(command: &Command) -> Result<String, Failure> {
    let mut roff = Vec::new();
    // No date: the same tool writes the same page.
    Man::new(command.clone()).date("").render(&mut roff)?;
    Ok(String::from_utf8_lossy(&roff).into_owned())
}
