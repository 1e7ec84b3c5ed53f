# Answers the inputs with WHO's R package anthro: Rscript answer.R INPUTS.csv VECTORS.csv
# Lengths and body mass indices keep 15 significant digits.
library(anthro)
args <- commandArgs(TRUE)
kinds <- c("character", "numeric", "logical", "numeric", "numeric", "character", rep("numeric", 4), "character")
input <- read.csv(args[1], colClasses = kinds, na.strings = "")
input$row <- seq_len(nrow(input))
# One call says whether ages are months, so each kind of row has its own.
answer <- do.call(rbind, lapply(split(input, input$is_age_in_month), function(x) cbind(row = x$row, anthro_zscores(
  sex = x$sex, age = x$age, is_age_in_month = x$is_age_in_month[1], weight = x$weight, lenhei = x$lenhei,
  measure = x$measure, headc = x$headc, armc = x$armc, triskin = x$triskin, subskin = x$subskin, oedema = x$oedema
))))
answer <- answer[order(answer$row), ]
for (name in c("clenhei", "cbmi")) {
  value <- answer[[name]]
  answer[[name]] <- ifelse(is.na(value), NA, formatC(value, digits = 15, format = "g", width = 1))
}
columns <- c("clenhei", "cbmi", "csex", "cmeasure", "c9mo_flag",
  paste0("z", c("len", "wei", "wfl", "bmi", "hc", "ac", "ts", "ss")),
  paste0("f", c("len", "wei", "wfl", "bmi", "hc", "ac", "ts", "ss")))
input <- read.csv(args[1], colClasses = "character", na.strings = NULL)
write.csv(cbind(input, answer[columns]), args[2], row.names = FALSE, na = "", quote = FALSE)
