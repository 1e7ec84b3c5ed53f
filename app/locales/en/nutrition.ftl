# nutrition
